using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Reads the newest snapshot into the books. The same one twice changes nothing.</summary>
public sealed partial class IngestSnapshot(IngestStep step, OpenSnapshotSource open, IngestSettings settings, ILogger<IngestSnapshot> log)
{
    /// <exception cref="UserErrorException">There is no source, or nothing to read there.</exception>
    [Function(nameof(IngestSnapshot))]
    public async Task RunAsync([TimerTrigger(Names.IngestSchedule)] TimerInfo timer, CancellationToken cancellation)
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

        LogDone(log, report.Snapshot.Id, report.Outcome, report.Writes, report.Snapshot.Quarantined);
    }

    [LoggerMessage(1, LogLevel.Information, "Snapshot {Snapshot}: {Outcome}, {Writes} documents written, {Quarantined} rows quarantined", EventName = "SnapshotIngested")]
    private static partial void LogDone(ILogger log, string snapshot, IngestOutcome outcome, int writes, int quarantined);

    [LoggerMessage(3, LogLevel.Warning, "The newest export was written to within the last minutes and may not be complete: it is left for the next time", EventName = "SnapshotUnfinished")]
    private static partial void LogUnfinished(ILogger log);

    [LoggerMessage(2, LogLevel.Error, "Snapshot {Snapshot} was refused and the last good one stays in force: {Reason}", EventName = "SnapshotRefused")]
    private static partial void LogRefused(ILogger log, string snapshot, string? reason);
}
