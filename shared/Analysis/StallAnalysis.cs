using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// Open opportunities that nobody works on. Only completed activity of the past counts; a booked one is judged apart, because
/// a meeting next week says more than a quiet fortnight.
/// </summary>
public static class StallAnalysis
{
    private const int EffortWindowDays = 28;

    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        bool bookings = book.Snapshot.HasBookedActivities;
        bool activities = book.Snapshot.Sections.Contains(Section.Activities) || book.Open.Any(opportunity => opportunity.LastActivity is not null);
        ImmutableArray<DataNote>.Builder notes = ImmutableArray.CreateBuilder<DataNote>();
        if (!activities)
        {
            // An export without activities would make every deal look stalled. Say that instead.
            return new PartResult(AnalysisPart.Stalls, book.Snapshot.Id, [], [new DataNote(DataIssue.NoActivities, book.Open.Length)]);
        }

        if (!bookings)
        {
            notes.Add(new DataNote(DataIssue.NoBookedActivities, book.Open.Length));
        }

        return new PartResult(
            AnalysisPart.Stalls,
            book.Snapshot.Id,
            [.. book.Open.Select(opportunity => Judge(opportunity, context, bookings)).OfType<Stall>().OrderBy(stall => stall.Opportunity.Id)],
            notes.ToImmutable());
    }

    private static Stall? Judge(Opportunity opportunity, AnalysisContext context, bool bookings)
    {
        Thresholds thresholds = context.Thresholds.Of(context.Manager, opportunity.Now!.Stage);
        DateTimeOffset from = opportunity.LastActivity?.At ?? opportunity.Details.CreatedAt ?? opportunity.Observed[0].At;
        int idle = context.BusinessDays.Between(context.DayOf(from), context.Today);
        DateTimeOffset? next = opportunity.Details.Booked.Where(at => at >= context.AsOf).Cast<DateTimeOffset?>().FirstOrDefault();
        bool withoutActivity = idle >= thresholds.StallBusinessDays && (next is null || thresholds.StallDespiteNextActivity);
        bool withoutNext = bookings && thresholds.StallWithoutNextActivity && next is null;
        if (!withoutActivity && !withoutNext)
        {
            return null;
        }

        return new Stall
        {
            Opportunity = opportunity.ToRef(),
            LastActivity = opportunity.LastActivity,
            CountedFrom = from,
            IdleBusinessDays = idle,
            ThresholdBusinessDays = thresholds.StallBusinessDays,
            NextActivity = next,
            WithoutActivity = withoutActivity,
            WithoutNextActivity = withoutNext,
            EffortNow = Effort(opportunity, context.Today, 0),
            EffortBefore = Effort(opportunity, context.Today, EffortWindowDays),
        };
    }

    private static int Effort(Opportunity opportunity, DateOnly today, int daysBack)
    {
        DateOnly last = today.AddDays(-daysBack);
        return opportunity.Activities.Where(day => day.On <= last && day.On > last.AddDays(-EffortWindowDays)).Sum(day => day.Count);
    }
}
