using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What a rep did in the seven days to the as-of day, against their own usual week.</summary>
/// <param name="Typical">Mean per week over the weeks before, as many as are known up to <see cref="ActivityMetrics.TrendWeeks"/>; null with fewer than <see cref="ActivityMetrics.FewestTrendWeeks"/>.</param>
public sealed record ActivityMetric(ActivityKind Kind, int LastWeek, double? Typical, int WeeksBehindTypical)
{
    /// <summary>Business days among the seven of which the data can tell, and in the weeks before; null in a pair of an older version.</summary>
    public int? BusinessDays { get; init; }

    public int? BusinessDaysBefore { get; init; }

    /// <summary>Null where the week is one as any other, or cannot be judged.</summary>
    public Pace? Pace { get; init; }
}

public static class ActivityMetrics
{
    public const int TrendWeeks = 8;

    public const int FewestTrendWeeks = 4;

    /// <summary>Calls, e-mails and meetings; empty where the CRM carries no activities of this rep at all.</summary>
    public static ImmutableArray<ActivityMetric> Of(RepBook book, AnalysisContext context)
    {
        BookHead head = book.Head;
        if (head.Activities.IsEmpty)
        {
            return [];
        }

        DateOnly week = context.Today.AddDays(-7);
        int weeks = Math.Min(TrendWeeks, Math.Max(0, (week.DayNumber - head.Activities[0].On.DayNumber + 1) / 7));
        DateOnly trend = week.AddDays(-7 * weeks);
        DateOnly heard = Heard.Of(book, context).Until;
        int days = context.BusinessDays.Between(week, heard);
        int daysBefore = context.BusinessDays.Between(trend, heard < week ? heard : week);
        return [.. new[] { ActivityKind.Call, ActivityKind.Email, ActivityKind.Meeting }.Select(Metric)];

        ActivityMetric Metric(ActivityKind kind)
        {
            int now = Count(head, kind, week, context.Today);
            int before = Count(head, kind, trend, week);
            bool known = weeks >= FewestTrendWeeks;
            return new ActivityMetric(kind, now, known ? (double)before / weeks : null, weeks)
            {
                BusinessDays = days,
                BusinessDaysBefore = daysBefore,
                Pace = known ? Paces.Of(now, days, before, daysBefore) : null,
            };
        }
    }

    private static int Count(BookHead head, ActivityKind kind, DateOnly after, DateOnly until) =>
        head.Activities.Where(day => day.Kind == kind && day.On > after && day.On <= until).Sum(day => day.Count);
}
