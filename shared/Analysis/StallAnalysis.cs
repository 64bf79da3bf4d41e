using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// Open opportunities that nobody works on, or that go back. Only completed activity of the past counts; a booked one is judged apart,
/// because a meeting next week says more than a quiet fortnight.
/// </summary>
public static class StallAnalysis
{
    private const int EffortWindowDays = 28;

    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        if (!book.Snapshot.Sections.Contains(Section.Activities) && book.Open.All(opportunity => opportunity.LastActivity is null))
        {
            // An export without activities would make every deal look stalled. Say that instead.
            return new PartResult(AnalysisPart.Stalls, book.Snapshot.Id, [], [new DataNote(DataIssue.NoActivities, book.Open.Length)]);
        }

        Heard heard = Heard.Of(book, context);
        Stall[] found = [.. book.Open.Select(opportunity => Judge(opportunity, book, context, heard)).OfType<Stall>().OrderBy(stall => stall.Opportunity.Id)];
        List<DataNote> notes = [];
        if (!book.Snapshot.HasBookedActivities)
        {
            notes.Add(new DataNote(DataIssue.NoBookedActivities, book.Open.Length));
        }

        Finding[] kept = found;
        if (heard.Stopped)
        {
            kept = [.. found.Select(stall => BeforeSilence(stall, context, heard.Until)).OfType<Stall>()];
            notes.Add(new DataNote(DataIssue.ActivityStopped, found.Length - kept.Length) { Since = heard.Until });
        }

        return new PartResult(AnalysisPart.Stalls, book.Snapshot.Id, [.. kept], [.. notes]);
    }

    private static Stall? Judge(Opportunity opportunity, RepBook book, AnalysisContext context, Heard heard)
    {
        Thresholds thresholds = context.Thresholds.Of(context.Manager, opportunity.Now!.Stage);
        DateTimeOffset from = opportunity.LastActivity?.At ?? opportunity.Details.CreatedAt ?? opportunity.Observed[0].At;
        int idle = context.BusinessDays.Between(context.DayOf(from), context.Today);
        DateTimeOffset? next = opportunity.Details.Booked.Where(at => at >= context.AsOf).Cast<DateTimeOffset?>().FirstOrDefault();
        Stall stall = new()
        {
            Opportunity = opportunity.ToRef(),
            LastActivity = opportunity.LastActivity,
            CountedFrom = from,
            IdleBusinessDays = idle,
            ThresholdBusinessDays = thresholds.StallBusinessDays,
            NextActivity = next,
            WithoutActivity = idle >= thresholds.StallBusinessDays && (next is null || thresholds.StallDespiteNextActivity),
            WithoutNextActivity = book.Snapshot.HasBookedActivities && thresholds.StallWithoutNextActivity && next is null,
            EffortNow = Effort(opportunity, context.Today, 0),
            EffortBefore = Effort(opportunity, context.Today, EffortWindowDays),
            StepsBack = StepsBack.Of(opportunity, book, context),
            OwnedSince = OwnedSince(opportunity) is { } since && since > from ? since : null,
        };
        return stall.WithoutActivity || stall.WithoutNextActivity || stall.GoesBack ? WithPace(stall, opportunity, book.Head, context, heard) : null;
    }

    /// <summary>
    /// In a silence of everything only that is a stall which was one before; the rest waits until something is heard again. How many days
    /// it is idle stays what it is.
    /// </summary>
    private static Stall? BeforeSilence(Stall stall, AnalysisContext context, DateOnly last)
    {
        bool before = stall.WithoutActivity && context.BusinessDays.Between(context.DayOf(stall.CountedFrom), last) >= stall.ThresholdBusinessDays;
        return before || stall.GoesBack ? stall with { WithoutActivity = before } : null;
    }

    private static int Effort(Opportunity opportunity, DateOnly today, int daysBack)
    {
        DateOnly last = today.AddDays(-daysBack);
        return opportunity.Activities.Where(day => day.On <= last && day.On > last.AddDays(-EffortWindowDays)).Sum(day => day.Count);
    }

    private static Stall WithPace(Stall stall, Opportunity opportunity, BookHead head, AnalysisContext context, Heard heard)
    {
        if (head.Activities.IsEmpty)
        {
            return stall;
        }

        // Exposure begins with the deal, and not before the first activity that we were told of.
        DateOnly born = context.DayOf(opportunity.Details.CreatedAt ?? opportunity.Observed[0].At);
        DateOnly first = (born > head.Activities[0].On ? born : head.Activities[0].On).AddDays(-1);
        DateOnly middle = context.Today.AddDays(-EffortWindowDays);
        int now = context.BusinessDays.Between(Later(middle, first), heard.Until);
        int before = context.BusinessDays.Between(Later(middle.AddDays(-EffortWindowDays), first), Earlier(middle, heard.Until));
        return stall with { EffortDaysNow = now, EffortDaysBefore = before, Pace = Paces.Of(stall.EffortNow, now, stall.EffortBefore, before) };
    }

    private static DateTimeOffset? OwnedSince(Opportunity opportunity)
    {
        DateTimeOffset? since = null;
        ObservedState? before = null;
        foreach (Observation observation in opportunity.Observed.Where(observation => observation.State is not null))
        {
            since = before is not null && before.Owner != observation.State!.Owner ? observation.At : since;
            before = observation.State;
        }

        return since;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
