using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>The part of the ledger that a planner goes by: what is near, and after an outage everything since before it began.</summary>
internal sealed record RecentRuns(IReadOnlyDictionary<RunId, RunSummary> Runs)
{
    /// <summary>A ledger that has been silent for longer is begun anew.</summary>
    private const int LongestOutageDays = 366;

    /// <summary>The last time that a run was planned; null in an empty ledger. What began since then, and has no run, was missed.</summary>
    public DateTimeOffset? PlannedLast { get; } = Runs.Values.Where(one => one.Run.MissedAt is null).Max(one => (DateTimeOffset?)one.Run.PlannedAt);

    public static async Task<RecentRuns> ReadAsync(IRunStore runs, PlanSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        TimeSpan back = settings.LookBack;
        RecentRuns recent = await ReadAsync(runs, now - back, now + settings.Lead, cancellation);
        while (recent.PlannedLast is null && back.TotalDays < LongestOutageDays)
        {
            back = (2 * back) + TimeSpan.FromDays(1);
            recent = await ReadAsync(runs, now - back, now + settings.Lead, cancellation);
        }

        // What was unfinished when the outage began is older than the last plan.
        return recent.PlannedLast is { } last && last < now - settings.LookBack
            ? await ReadAsync(runs, last - settings.LookBack, now + settings.Lead, cancellation)
            : recent;
    }

    /// <summary>By the series' rhythm, with a day more at both ends: that is local to the series.</summary>
    private static async Task<RecentRuns> ReadAsync(IRunStore runs, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        new(await runs.ListAsync(DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1), DateOnly.FromDateTime(to.UtcDateTime).AddDays(1), cancellation)
            .ToDictionaryAsync(one => one.Run.Id, cancellationToken: cancellation));
}
