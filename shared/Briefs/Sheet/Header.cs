using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static class Header
{
    /// <summary>No amounts and no deal names: a subject shows on locked screens.</summary>
    public static string Subject(BriefFacts facts, Voice voice, string other)
    {
        string gist = Gist.Of(facts, voice);
        string when = facts.Meeting is { } meeting
            ? TimeZones.ToLocal(voice.Clock, meeting.StartsAt).ToString("ddd d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture)
            : "as of " + voice.Day(facts.AsOf);
        return Safe.Text(Invariant($"{(facts.Meeting is null && voice.ToRep ? "Your deals" : "One-on-one with " + other)}, {when}: {gist}"), Safe.LongestSubject);
    }

    public static string Headline(BriefFacts facts)
    {
        OpportunityRef[] found = [.. facts.Findings.Select(one => one.Opportunity).DistinctBy(one => one.Id)];
        string snoozed = Wording.Snoozed(facts.Snoozed);
        if (found.Length == 0)
        {
            return snoozed.Length > 0 ? Invariant($"Nothing was found but {snoozed}.") + Rest(facts)
                : !HasData(facts) ? "Nothing is known yet, so nothing is claimed."
                : !facts.Missing.IsEmpty ? "Nothing was found, but not everything could be looked at."
                : facts.Context.OpenCount == 0 ? "No open deals. The time is free for what comes next."
                : facts.NothingStalled && !facts.Notes.Any(note => note.Issue == DataIssue.NoCloseDates) ? "Nothing is stalled, nothing keeps slipping, nothing is overdue. Use the time for what comes next."
                : "Nothing was found in what could be judged. See the notes at the end.";
        }

        string stake = Wording.Sums(found.Select(one => one.Amount).OfType<Money>());
        int fresh = facts.Deals.Count(deal => deal.SinceMeetings == 0);
        return Invariant($"{Wording.Number(found.Length)} of {Wording.Count(facts.Context.OpenCount, "open deal")} {(found.Length == 1 ? "deserves" : "deserve")} a closer look{(stake.Length == 0 ? "" : ": " + stake + " at stake")}.")
            + (fresh == 0 ? "" : Invariant($" {Wording.Number(fresh)} of the {Wording.Number(facts.Deals.Length)} below {(fresh == 1 ? "is" : "are")} new since last time."))
            + (snoozed.Length == 0 ? "" : Invariant($" Not counted: {snoozed}."))
            + Rest(facts)
            + (facts.NothingStalled ? " Nothing is stalled: well done." : "");
    }

    private static string Rest(BriefFacts facts) => facts.Missing.IsEmpty ? "" : " Not everything could be looked at.";

    /// <summary>A rep whom no snapshot ever had: the composer has no instant to give then.</summary>
    public static bool HasData(BriefFacts facts) => facts.SnapshotId != BriefFacts.NoSnapshot;

    public static ImmutableArray<string> Basis(BriefFacts facts, Voice voice)
    {
        string rep = Safe.First(80, facts.Rep.Name, facts.Rep.Id.Value);
        return
        [
            facts.Manager.Id == Party.Nobody ? $"{rep}, without a manager in the CRM" : Safe.First(80, facts.Manager.Name, facts.Manager.Id.Value) + " and " + rep,
            HasData(facts) ? "CRM data as of " + voice.Moment(facts.DataAsOf) : "No CRM data on " + voice.Rep + " has been read yet.",
        ];
    }

    public static ImmutableArray<string> When(BriefFacts facts, Voice voice)
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        if (facts.Meeting is { } meeting)
        {
            lines.Add(Invariant($"{voice.Moment(meeting.StartsAt)}, {meeting.Minutes} minutes"));
            if (meeting.MovedBecause is { } cause)
            {
                lines.Add(Safe.Text(cause) is { Length: > 0 } text ? "Moved from its usual time: " + text : "Moved from its usual time; no cause was given.");
            }

            if (meeting.Assumed)
            {
                lines.Add("The CRM has no one-on-one for the two of you; the default time stands in.");
            }
        }
        else
        {
            lines.Add("Asked for between meetings, as of " + voice.Moment(facts.AsOf));
        }

        return lines.ToImmutable();
    }
}
