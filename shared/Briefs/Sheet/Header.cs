using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Meetings;

namespace OneOnOne.Briefs;

internal static class Header
{
    private const int LongestCause = 240;

    /// <summary>No amounts and no deal names: a subject shows on locked screens.</summary>
    public static string Subject(BriefFacts facts, Voice voice, string other)
    {
        string name = facts.Meeting is not null ? nameof(BriefTexts.SubjectMeeting) : voice.Own(nameof(BriefTexts.SubjectYourDeals), nameof(BriefTexts.SubjectBetween));
        string when = facts.Meeting is { } meeting ? When(meeting.StartsAt, voice) : "";
        return Safe.Text(voice.Say(name, ("other", other), ("when", when), ("day", voice.Day(facts.AsOf)), ("gist", Gist.Of(facts, voice))), Safe.LongestSubject);
    }

    // A subject is short of room: the year goes without saying.
    private static string When(DateTimeOffset instant, Voice voice)
    {
        DateOnly day = TimeZones.ToLocalDate(voice.Clock, instant);
        return voice.Say(nameof(BriefTexts.SubjectWhen), ("day", voice.Language.Weekday(day, today: day)), ("time", voice.Language.Time(instant, voice.Clock)));
    }

    public static string Headline(BriefFacts facts, Voice voice) => string.Join(' ', Headlines(facts, voice));

    private static IEnumerable<string> Headlines(BriefFacts facts, Voice voice)
    {
        OpportunityRef[] found = [.. facts.Findings.Select(one => one.Opportunity).DistinctBy(one => one.Id)];
        string? snoozed = Wording.Snoozed(facts.Snoozed, voice);
        bool incomplete = !facts.Missing.IsEmpty;
        if (found.Length == 0 && snoozed is null)
        {
            yield return voice.Say(Nothing(facts));
            yield break;
        }

        if (found.Length > 0)
        {
            yield return CloserLook(found, facts.Context.OpenCount, voice);
            int fresh = facts.Deals.Count(deal => deal.SinceMeetings == 0);
            if (fresh > 0)
            {
                yield return voice.Count(fresh == facts.Deals.Length ? nameof(BriefTexts.AllNewBelow) : nameof(BriefTexts.NewBelow), fresh, ("all", facts.Deals.Length));
            }
        }

        if (snoozed is not null)
        {
            yield return found.Length > 0 ? voice.Say(nameof(BriefTexts.NotCounted), ("what", snoozed)) : voice.Say(nameof(BriefTexts.NothingButSnoozed), ("snoozed", snoozed));
        }

        if (incomplete)
        {
            yield return voice.Say(nameof(BriefTexts.NotAllLookedAt));
        }

        if (found.Length > 0 && facts.NothingStalled)
        {
            yield return voice.Say(nameof(BriefTexts.AndNothingStalled));
        }
    }

    private static string CloserLook(OpportunityRef[] found, int open, Voice voice)
    {
        string stake = voice.Language.Sums(found.Select(one => one.Amount).OfType<Money>());
        return voice.Count(stake.Length == 0 ? nameof(BriefTexts.CloserLook) : nameof(BriefTexts.CloserLookAtStake), found.Length, ("open", open), ("stake", stake));
    }

    private static string Nothing(BriefFacts facts) =>
        !HasData(facts) ? nameof(BriefTexts.NothingKnown)
        : !facts.Missing.IsEmpty ? nameof(BriefTexts.NothingFoundNotAll)
        : facts.Context.OpenCount == 0 ? nameof(BriefTexts.NothingOpen)
        : facts.NothingStalled && !facts.Notes.Any(note => note.Issue == DataIssue.NoCloseDates) ? nameof(BriefTexts.NothingAtAll)
        : nameof(BriefTexts.NothingJudged);

    /// <summary>A rep whom no snapshot ever had: the composer has no instant to give then.</summary>
    public static bool HasData(BriefFacts facts) => facts.SnapshotId != BriefFacts.NoSnapshot;

    public static ImmutableArray<string> Basis(BriefFacts facts, Voice voice)
    {
        string rep = facts.Rep.Shown;
        string two = facts.Manager.Id == Party.Nobody
            ? voice.Say(nameof(BriefTexts.WithoutManager), ("rep", rep))
            : voice.Language.And([facts.Manager.Shown, rep]);
        string data = HasData(facts) ? voice.Say(nameof(BriefTexts.DataAsOf), ("moment", voice.Moment(facts.DataAsOf))) : voice.Say(nameof(BriefTexts.NoData), ("rep", voice.Rep));
        return [two + " · " + data];
    }

    public static ImmutableArray<string> When(BriefFacts facts, Voice voice)
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        if (facts.Meeting is { } meeting)
        {
            lines.Add(voice.Say(nameof(BriefTexts.MeetingAt), ("moment", voice.Moment(meeting.StartsAt)), ("minutes", meeting.Minutes)));
            if (meeting.MovedBecause is { } cause)
            {
                string text = Safe.Text(cause, LongestCause);
                lines.Add(voice.Say(text.Length > 0 ? nameof(BriefTexts.MovedBecause) : nameof(BriefTexts.Moved), ("cause", text)));
            }

            if (meeting.Assumed)
            {
                lines.Add(voice.Say(nameof(BriefTexts.MeetingAssumed)));
            }
        }
        else
        {
            lines.Add(voice.Say(nameof(BriefTexts.AskedBetween), ("moment", voice.Moment(facts.AsOf))));
        }

        return lines.ToImmutable();
    }
}
