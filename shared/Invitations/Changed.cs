using OneOnOne.Briefs;
using OneOnOne.Languages;
using OneOnOne.Pipeline;

namespace OneOnOne.Invitations;

/// <summary>The short mail of a one-on-one that was moved or cancelled after its brief had gone out.</summary>
internal static class Changed
{
    public static BriefSheet Of(ChangeNotice change, BriefFacts facts, Audience audience)
    {
        (Party reader, Party other) = audience == Audience.Manager ? (facts.Manager, facts.Rep) : (facts.Rep, facts.Manager);
        Language language = Language.Of(reader.Language);
        string before = language.Moment(change.Before, reader.TimeZone);
        string? now = change.Now is { } start ? language.Moment(start, reader.TimeZone) : null;
        (string subject, string title, string headline) = now is null
            ? (nameof(InvitationTexts.CancelledSubject), nameof(InvitationTexts.CancelledTitle), nameof(InvitationTexts.CancelledHeadline))
            : change.Now == change.Before
                ? (nameof(InvitationTexts.ReinstatedSubject), nameof(InvitationTexts.ReinstatedTitle), nameof(InvitationTexts.ReinstatedHeadline))
                : (nameof(InvitationTexts.MovedSubject), nameof(InvitationTexts.MovedTitle), nameof(InvitationTexts.MovedHeadline));
        (string, object)[] parts = [("name", other.Shown), ("before", before), ("now", now ?? before)];
        string cause = change.Now == change.Before ? "" : Because(change.Because, nameof(InvitationTexts.NoCause), nameof(InvitationTexts.Because), language);
        return new BriefSheet(
            language.Tag,
            Safe.Text(language.Say(subject, parts), Safe.LongestSubject),
            language.Say(headline, parts),
            language.Say(title, parts),
            cause.Length == 0 ? [] : [cause],
            language.Say(headline, parts),
            Agenda: [],
            Basis: [],
            [new SheetSection(language[nameof(InvitationTexts.WhatStays)], null, [new Para(language[now is null ? nameof(InvitationTexts.CancelledStays) : nameof(InvitationTexts.MovedStays)])])]);
    }

    /// <param name="without">The text where there is no cause.</param>
    public static string Because(string cause, string without, string with, Language language) =>
        Safe.Text(cause) is { Length: > 0 } text ? language.Say(with, ("cause", text)) : language[without];
}
