using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What a rep did in the seven days to the as-of day, against their own usual week.</summary>
/// <param name="Typical">Mean per week over the weeks before, as many as are known up to <see cref="ActivityMetrics.TrendWeeks"/>; null with fewer than <see cref="ActivityMetrics.FewestTrendWeeks"/>.</param>
public sealed record ActivityMetric(ActivityKind Kind, int LastWeek, double? Typical, int WeeksBehindTypical);

public static class ActivityMetrics
{
    public const int TrendWeeks = 8;

    public const int FewestTrendWeeks = 4;

    /// <summary>Calls, e-mails and meetings; empty where the CRM carries no activities of this rep at all.</summary>
    public static ImmutableArray<ActivityMetric> Of(BookHead head, DateOnly today)
    {
        if (head.Activities.IsEmpty)
        {
            return [];
        }

        int weeks = Math.Min(TrendWeeks, Math.Max(0, (today.DayNumber - 7 - head.Activities[0].On.DayNumber + 1) / 7));
        return [.. new[] { ActivityKind.Call, ActivityKind.Email, ActivityKind.Meeting }.Select(kind => Metric(head, today, kind, weeks))];
    }

    private static ActivityMetric Metric(BookHead head, DateOnly today, ActivityKind kind, int weeks)
    {
        int before = Count(head, kind, today.AddDays(-7 * (weeks + 1)), today.AddDays(-7));
        return new ActivityMetric(kind, Count(head, kind, today.AddDays(-7), today), weeks < FewestTrendWeeks ? null : (double)before / weeks, weeks);
    }

    private static int Count(BookHead head, ActivityKind kind, DateOnly after, DateOnly until) =>
        head.Activities.Where(day => day.Kind == kind && day.On > after && day.On <= until).Sum(day => day.Count);
}
