using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Functions.Triggers;

/// <summary>
/// Reads the newest snapshot into the books, then erases what is older than it may be. The same twice changes nothing. A CRM that cannot
/// be read keeps nobody's data longer than the settings say.
/// </summary>
public sealed partial class IngestSnapshot(IngestStep step, RetentionStep retention, TimeProvider clock, OpenSnapshotSource open, IngestSettings settings, ILogger<IngestSnapshot> log)
{
    /// <exception cref="UserErrorException">There is no source, or nothing to read there.</exception>
    [Function(nameof(IngestSnapshot))]
    public async Task RunAsync([TimerTrigger(Names.IngestSchedule)] TimerInfo timer, CancellationToken cancellation)
    {
        try
        {
            await IngestAsync(cancellation);
        }
        finally
        {
            LogErased(log, await retention.RunAsync(clock.GetUtcNow(), cancellation));
        }
    }

    private async Task IngestAsync(CancellationToken cancellation)
    {
        using OpenedSource? opened = await open(settings, cancellation);
        if (opened is null)
        {
            LogUnfinished(log);
            return;
        }

        IngestReport report = await step.RunAsync(opened.Source, new LoggedQuarantine(log), null, cancellation);
        if (report.Outcome == IngestOutcome.Refused)
        {
            LogRefused(log, report.Snapshot.Id, report.Reason);
            return;
        }

        LogDone(log, report.Snapshot.Id, report.Outcome, report.Writes, report.Snapshot.Quarantined, report.Counts.Sum(count => count.Forgotten));
    }

    [LoggerMessage(1, LogLevel.Information, "Snapshot {Snapshot}: {Outcome}, {Writes} documents written, {Quarantined} rows quarantined, {Forgotten} left out as forgotten", EventName = "SnapshotIngested")]
    private static partial void LogDone(ILogger log, string snapshot, IngestOutcome outcome, int writes, int quarantined, long forgotten);

    [LoggerMessage(4, LogLevel.Information, "{Runs} runs were older than they may be and were erased", EventName = "RunsErased")]
    private static partial void LogErased(ILogger log, int runs);

    [LoggerMessage(3, LogLevel.Warning, "The newest export was written to within the last minutes and may not be complete: it is left for the next time", EventName = "SnapshotUnfinished")]
    private static partial void LogUnfinished(ILogger log);

    [LoggerMessage(2, LogLevel.Error, "Snapshot {Snapshot} was refused and the last good one stays in force: {Reason}", EventName = "SnapshotRefused")]
    private static partial void LogRefused(ILogger log, string snapshot, string? reason);
}
