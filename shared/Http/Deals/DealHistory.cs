using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Deals;

/// <summary>All that is on record of one deal, on one axis of time. Pure.</summary>
/// <param name="Limit">What the present stay is held against; null for a closed deal, and where there is nothing to compare with.</param>
/// <param name="Activities">Completed, by day, ascending.</param>
/// <param name="Notes">What the two wrote down about it, oldest first.</param>
public sealed record DealHistory(
    TimeAxis Axis,
    DateTimeOffset AsOf,
    ImmutableArray<StageLane> Stages,
    StageLimit? Limit,
    ImmutableArray<LedgerEntry> Changes,
    ImmutableArray<ActivityDay> Activities,
    ImmutableArray<DateTimeOffset> Booked,
    ImmutableArray<Closing> Closings,
    ImmutableArray<JournalEntry> Notes)
{
    /// <summary>Nobody plans further ahead than this, unless the deal has lasted for longer: a date in the year 2099 must not push all else together.</summary>
    private const int FarthestDays = 120;

    /// <summary>Snoozes, reasons and commitments; other kinds are not about one deal.</summary>
    public static bool IsShown(JournalEntry entry) => entry.Content is Snooze or Reason or Commitment;

    public static DealHistory Of(Opportunity deal, RepBook book, AnalysisContext context, IEnumerable<JournalEntry> journal)
    {
        TimeLine line = TimeLine.Of(deal, book.Snapshots);
        ImmutableArray<LedgerEntry> changes = CloseDateLedger.Of(deal, line, book.Snapshots, book.Head.BulkEdits);
        ImmutableArray<JournalEntry> notes = [.. journal.Where(entry => IsShown(entry) && entry.Content.Concerns == deal.Id).OrderBy(entry => entry.Written.At).ThenBy(entry => entry.Id)];
        StageLimit? limit = deal.IsOpen ? StageLimit.Of(deal, book, context) : null;
        DateTimeOffset first = First(deal, line, context);
        return new DealHistory(
            TimeAxis.Over(first, Last(deal, line, limit, notes, first, context), context.TimeZone),
            context.AsOf,
            Lanes(line, book.Snapshot.Stages),
            limit,
            changes,
            [.. deal.Activities.Where(day => day.On <= context.Today.AddDays(1))],
            deal.IsOpen ? deal.Details.Booked : [],
            line.Closings,
            notes);
    }

    private static DateTimeOffset First(Opportunity deal, TimeLine line, AnalysisContext context)
    {
        DateTimeOffset?[] begins =
        [
            deal.Observed[0].At, deal.Details.CreatedAt, line.Visits.FirstOrDefault()?.EnteredAt, line.CloseDateChanges.FirstOrDefault()?.At,
            deal.Activities is [var day, ..] ? Midnight(day.On, context) : null,
        ];
        return begins.OfType<DateTimeOffset>().Append(context.AsOf).Min();
    }

    private static DateTimeOffset Last(Opportunity deal, TimeLine line, StageLimit? limit, ImmutableArray<JournalEntry> notes, DateTimeOffset first, AnalysisContext context)
    {
        DateTimeOffset now = line.Closings is [.., { Until: null } closed] && !deal.IsOpen ? closed.At : context.AsOf;
        TimeSpan farthest = now - first > TimeSpan.FromDays(FarthestDays) ? now - first : TimeSpan.FromDays(FarthestDays);
        IEnumerable<DateTimeOffset?> ends =
        [
            limit?.At,
            deal.Now?.CloseDate is { } due ? Midnight(due, context) : null,
            .. line.CloseDateChanges.SelectMany(change => new DateTimeOffset?[] { Midnight(change.From, context), Midnight(change.To, context) }),
            .. deal.Details.Booked.Select(at => (DateTimeOffset?)at),
            .. notes.Select(note => (note.Content as Snooze)?.Until ?? (note.Content as Commitment)?.Due).Select(day => day is { } until ? Midnight(until, context) : (DateTimeOffset?)null),
        ];
        return ends.OfType<DateTimeOffset>().Where(end => end - now <= farthest).Append(now).Max();
    }

    /// <summary>One for each stage that it was in, in the order of the pipeline; stages that the pipeline no longer has in the order of their first visit, at the end.</summary>
    private static ImmutableArray<StageLane> Lanes(TimeLine line, ImmutableArray<string> order) =>
    [
        .. line.Visits.GroupBy(visit => visit.Stage, StringComparer.Ordinal)
            .Select((visits, first) => (Lane: new StageLane(visits.Key, [.. visits]), At: order.IndexOf(visits.Key), First: first))
            .OrderBy(lane => lane.At < 0 ? int.MaxValue : lane.At).ThenBy(lane => lane.First).Select(lane => lane.Lane),
    ];

    private static DateTimeOffset Midnight(DateOnly day, AnalysisContext context) => TimeZones.ToUtc(context.TimeZone, day, TimeOnly.MinValue);
}

/// <summary>A stage and the stays in it, oldest first.</summary>
public sealed record StageLane(string Stage, ImmutableArray<StageVisit> Visits);

/// <summary>How long a stay may last before it is longer than the won ones were.</summary>
/// <param name="At">When the present stay reaches it.</param>
/// <param name="Percentile">The share of won stays that were no longer; null for the admin's number of days.</param>
public sealed record StageLimit(string Stage, DateTimeOffset At, double Days, BenchmarkRung Rung, double? Percentile, int WonVisits)
{
    private const double LongestDays = 36_500;

    public static StageLimit? Of(Opportunity deal, RepBook book, AnalysisContext context)
    {
        if (StageOutlierAnalysis.Present(deal, book) is not { } visit
            || Benchmark.For(visit.Stage, book, context.Thresholds.Of(context.Manager, visit.Stage)) is not { } benchmark)
        {
            return null;
        }

        double days = Math.Min(LongestDays, benchmark.LimitSeconds / Analysis.Percentile.SecondsPerDay);
        return new StageLimit(
            visit.Stage, visit.EnteredAt.AddDays(days), days, benchmark.Rung, benchmark.Rung == BenchmarkRung.AdminDefault ? null : benchmark.Percentile, benchmark.Visits.Won.Count);
    }
}
