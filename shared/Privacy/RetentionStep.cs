using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Privacy;

/// <summary>Erases what is older than the settings allow, and goes on with erasures that are not through. Twice is as good as once.</summary>
public sealed class RetentionStep(IRunStore runs, IErasure erasure, ForgetStep forget, RetentionSettings settings)
{
    /// <param name="now">The real time, whatever instant the briefs are prepared for: what is erased does not come back.</param>
    /// <returns>How many runs went.</returns>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await forget.ContinueAsync(cancellation);
        DateOnly lastDay = DateOnly.FromDateTime((now - settings.Runs).UtcDateTime).AddDays(-1);
        List<RunId> old = await runs.ListAsync(DateOnly.MinValue, lastDay, cancellation).Select(summary => summary.Run.Id).ToListAsync(cancellation);
        await erasure.RemoveRunsAsync(old, cancellation);
        await erasure.ExpireAsync(new Expiry(now - settings.Runs, now - settings.Journal, now - settings.Audit), cancellation);
        return old.Count;
    }
}
