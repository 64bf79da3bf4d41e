using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Http.Privacy;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Http.Runs;

/// <summary>The ledger of runs for an admin's eyes.</summary>
internal sealed class RunBook(IRunStore runs, IBookStore books, AuditTrail trail, TimeProvider clock)
{
    private const int DaysBack = 30;
    private const int DaysAhead = 14;

    /// <summary>The days to show where nobody names any: around the newest snapshot and up to the next weeks' one-on-ones.</summary>
    public async Task<(DateOnly From, DateOnly To)> UsualDaysAsync(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset newest = (await books.NewestSnapshotAsync(cancellation))?.TakenAt ?? now;
        DateTimeOffset latest = newest > now ? newest : now;
        return (DateOnly.FromDateTime(newest.UtcDateTime).AddDays(-DaysBack), DateOnly.FromDateTime(latest.UtcDateTime).AddDays(DaysAhead));
    }

    public async Task<RunList> ListAsync(Viewer viewer, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        RunList list = new([.. await runs.ListAsync(from, to, cancellation).ToListAsync(cancellation)], await runs.DeadLettersAsync(cancellation));
        await trail.ReadsAsync(viewer, list.Runs.Select(one => one.Run.Rep), AuditedThing.Run, cancellation);
        return list;
    }

    public async Task<RunReport?> FindAsync(Viewer viewer, RunId run, CancellationToken cancellation)
    {
        if (await runs.FindAsync(run, cancellation) is not { } summary || await runs.ReadAsync(run, cancellation) is not { } state)
        {
            return null;
        }

        await trail.ReadsAsync(viewer, summary.Run.Rep, AuditedThing.Run, cancellation, run);
        return new RunReport(summary.Run, state.Parts, summary.Deliveries, summary.Events);
    }
}

/// <summary>Runs, the newest one-on-one first, and every message that was given up.</summary>
public sealed record RunList(ImmutableArray<RunSummary> Runs, ImmutableArray<DeadLetter> DeadLetters);

/// <summary>One run with all that became of it.</summary>
/// <param name="Parts">The analyses that are in, each with the id of the snapshot that it saw.</param>
/// <param name="Deliveries">The manager's half first; empty before the pair is composed.</param>
/// <param name="Events">What the mail provider told, oldest first.</param>
public sealed record RunReport(Run Run, ImmutableSortedDictionary<AnalysisPart, string> Parts, ImmutableArray<Delivery> Deliveries, ImmutableArray<DeliveryEvent> Events);
