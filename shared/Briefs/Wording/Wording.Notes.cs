using OneOnOne.Analysis;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(DataNote note, Voice voice) => note.Issue switch
    {
        DataIssue.NoActivities => Invariant($"The CRM data carry no activities, so nothing can be said about stalls in {Deals(note)}."),
        DataIssue.NoBookedActivities => "The CRM data carry no booked activities, so a missing next step cannot be seen.",
        DataIssue.NoCloseDates => Invariant($"No close date on {Deals(note)}, so slips cannot be seen there."),
        DataIssue.StageEntryUnknown => Invariant($"Already in the present stage when first seen: {Deals(note)}. The time there is at least what is shown."),
        DataIssue.TooFewWonVisits => Invariant($"Too few won deals to compare with for {Deals(note)}; nothing is claimed about the time in those stages."),
        DataIssue.NoAmount => Invariant($"No amount on {Deals(note)}; {(note.Count == 1 ? "it is" : "they are")} in no sum and rank last."),
        DataIssue.RowsQuarantined => Invariant($"{Count(note.Count, "row")} of the CRM data could not be read and {(note.Count == 1 ? "was" : "were")} left out."),
        DataIssue.OldSnapshot => Invariant($"The CRM data are {Count(note.Count, "day")} old. What was done since then is not in here."),
        DataIssue.NewerThanAsOf => "The CRM data are newer than the time this brief is for; ages are measured at that time.",
        DataIssue.MixedCurrencies => Invariant($"{Count(note.Count, "currency", "currencies")} in use. Amounts of different currencies are never added up."),
        DataIssue.ActivityStopped => Invariant($"No activity of {(voice.ToRep ? "yours" : Possessive(voice.Rep))} has arrived since {voice.Weekday(note.Since!.Value)}: the CRM's activity feed may be down, or {(voice.ToRep ? "you were" : voice.Rep + " was")} away.")
            + (note.Count == 0 ? "" : Invariant($" {Deals(note)} would count as stalled otherwise.")),
        DataIssue.NoHolidays => "There is no holiday calendar for the rep's country: business days leave out weekends, and holidays that the company has set.",
        _ => throw new ArgumentOutOfRangeException(nameof(note)),
    };

    public static string Of(AnalysisPart missing) => missing switch
    {
        AnalysisPart.Stalls => "The search for stalled deals did not finish in time. This brief says nothing about stalls, good or bad.",
        AnalysisPart.Slips => "The search for moved close dates did not finish in time. This brief says nothing about slips, good or bad.",
        AnalysisPart.StageOutliers => "The comparison of stage times did not finish in time. This brief says nothing about deals too long in a stage, good or bad.",
        _ => throw new ArgumentOutOfRangeException(nameof(missing)),
    };

    /// <summary>The same as a heading's words, where the sentence has been said above.</summary>
    public static string Name(AnalysisPart part) => part switch
    {
        AnalysisPart.Stalls => "stalled deals",
        AnalysisPart.Slips => "moved close dates",
        AnalysisPart.StageOutliers => "stage times",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    private static string Deals(DataNote note) => Count(note.Count, "open deal");
}
