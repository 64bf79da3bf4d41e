using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>The rules that every tool has: a fixed number for everybody. They see what the product sees.</summary>
internal static class FixedRules
{
    private const int IdleDays = 14;
    private const int StageDays = 30;
    private const int TimesTheMean = 3;
    private const int Pushes = 3;

    public static Flag Of(Opportunity opportunity, TimeLine line, RepBook book, DateTimeOffset asOf, bool hasActivities)
    {
        Flag flags = line.CloseDateChanges.Count(change => change.IsPush) > Pushes ? Flag.MoreThan3Pushes : Flag.None;
        DateTimeOffset touched = opportunity.LastActivity?.At ?? opportunity.Details.CreatedAt ?? opportunity.Observed[0].At;
        if (hasActivities && (asOf - touched).TotalDays >= IdleDays)
        {
            flags |= Flag.Idle14Days;
        }

        if (line.Current is { } visit)
        {
            double age = (asOf - visit.EnteredAt).TotalDays;
            flags |= age >= StageDays ? Flag.InStage30Days : Flag.None;
            flags |= MeanDays(book.Company.Of(visit.Stage)) is { } mean && age > TimesTheMean * mean ? Flag.ThreeTimesTheMean : Flag.None;
        }

        return flags;
    }

    /// <summary>Of all visits of closed deals, won or lost.</summary>
    private static double? MeanDays(StageVisits visits)
    {
        int count = visits.Won.Count + visits.Lost.Count;
        return count == 0 ? null : (Sum(visits.Won) + Sum(visits.Lost)) / count / Percentile.SecondsPerDay;
    }

    private static double Sum(Durations durations) => durations.Count == 0 ? 0 : durations.Seconds.Average() * durations.Count;
}
