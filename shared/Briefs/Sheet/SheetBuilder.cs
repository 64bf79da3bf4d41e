using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>
/// Lays out one half. What the two halves share is written by sections that see the facts alone; only the questions, the
/// self-checks and the list of what to bring come from the half itself.
/// </summary>
internal static class SheetBuilder
{
    public static BriefSheet Of(BriefView view) => view switch
    {
        ManagerView manager => Of(manager with { Facts = JournalRoom.Fit(manager.Facts) }),
        RepView rep => Of(rep with { Facts = JournalRoom.Fit(rep.Facts) }),
        _ => throw new ArgumentOutOfRangeException(nameof(view)),
    };

    private static BriefSheet Of(ManagerView view)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Manager);
        return Sheet(view.Facts, voice, Safe.First(80, view.Facts.Rep.Name, view.Facts.Rep.Id.Value), before: PrivateSection.Of(view.Own, voice), new Prompts(voice.Say(nameof(QuestionTexts.AskLabel)), view.Own.Questions));
    }

    private static BriefSheet Of(RepView view)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Rep);
        ImmutableArray<SheetSection> before = view.Own.Prepare.IsEmpty
            ? []
            : [new SheetSection(voice.Say(nameof(BriefTexts.ToBring)), null, [new Bullets([.. view.Own.Prepare.Select(line => Safe.Text(line))])])];
        return Sheet(view.Facts, voice, Safe.First(80, view.Facts.Manager.Name, view.Facts.Manager.Id.Value), before, new Prompts(voice.Say(nameof(QuestionTexts.CheckLabel)), view.Own.SelfChecks));
    }

    private static BriefSheet Sheet(BriefFacts facts, Voice voice, string other, ImmutableArray<SheetSection> before, Prompts prompts)
    {
        string title = facts.Meeting is null ? voice.Own(nameof(BriefTexts.TitleYourDeals), nameof(BriefTexts.TitleBetween)) : nameof(BriefTexts.TitleMeeting);
        return new BriefSheet(
            voice.Language.Tag,
            Header.Subject(facts, voice, other),
            voice.Say(title, ("other", other)),
            Header.Headline(facts, voice),
            Header.Lines(facts, voice),
            [
                .. before,
                SinceSection.Of(facts, voice),
                ContextSection.Of(facts, voice),
                CommunicationSection.Of(facts, voice),
                CoachingSection.Of(facts, voice, prompts),
                StageTimesSection.Of(facts, voice),
                FootSection.Of(facts, voice),
            ]);
    }

    /// <summary>Without a meeting there is no clock to divide, so the parts stand without minutes.</summary>
    public static string? Minutes(BriefFacts facts, AgendaKind kind, Voice voice) =>
        facts.Meeting is not null && facts.Agenda.FirstOrDefault(part => part.Kind == kind) is { } part ? voice.Count(nameof(BriefTexts.Minutes), part.Minutes) : null;
}

/// <summary>One line for each of the deals, in their order, and what such a line is called.</summary>
internal sealed record Prompts(string Label, ImmutableArray<string> Lines)
{
    public string? For(int index) => index < Lines.Length ? Safe.Text(Lines[index]) : null;
}
