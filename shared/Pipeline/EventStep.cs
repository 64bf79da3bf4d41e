using Microsoft.Extensions.Logging;
using OneOnOne.Briefs;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>
/// Writes down what the mail provider tells, and settles deliveries of which nobody knew whether they were accepted. Events may
/// come twice, late and in any order: the store keeps one of each, so that there is no other memory of what came before.
/// </summary>
public sealed partial class EventStep(IRunStore runs, TimeProvider clock, Telemetry telemetry, ILogger<EventStep> log)
{
    private const int AtOnce = 8;

    /// <summary>On the caller's scheduler, so that whoever orders all steps' work also orders this.</summary>
    public Task RecordAsync(IEnumerable<DeliveryEvent> events, CancellationToken cancellation) => Parallel.ForEachAsync(
        events.GroupBy(happened => (happened.Run, happened.Audience)),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, TaskScheduler = TaskScheduler.Current, CancellationToken = cancellation },
        async (brief, stop) => await RecordAsync(brief.Key.Run, brief.Key.Audience, brief, stop));

    private async Task RecordAsync(RunId run, Audience audience, IEnumerable<DeliveryEvent> events, CancellationToken cancellation)
    {
        if (await runs.ReadDeliveryAsync(run, audience, cancellation) is null)
        {
            return; // Another deployment's mail: one provider account may serve several.
        }

        HashSet<(DeliveryEventKind, DateTimeOffset)> known = [.. (await runs.EventsAsync(run, audience, cancellation)).Select(Identity)];
        foreach (DeliveryEvent happened in events.Where(one => known.Add(Identity(one))))
        {
            await runs.SaveAsync(happened, cancellation);
            if (happened.Kind is DeliveryEventKind.Bounced or DeliveryEventKind.Dropped or DeliveryEventKind.ReportedAsSpam)
            {
                LogNotRead(log, Delivery.KeyOf(run, audience), happened.Kind, happened.Reason);
            }
        }

        if (await runs.SettleAsync(run, audience, messageId: null, clock, cancellation) is { } settled)
        {
            telemetry.Recorded(settled.After.Value);
            LogAccepted(log, settled.After.Value.BriefKey, settled.Before);
        }
    }

    /// <summary>The provider's own event ids change when it tells the same thing again.</summary>
    private static (DeliveryEventKind, DateTimeOffset) Identity(DeliveryEvent happened) => (happened.Kind, happened.At);

    [LoggerMessage(1, LogLevel.Information, "Brief {BriefKey} was {State} and had been accepted: the provider tells of it", EventName = "DeliveryReconciled")]
    private static partial void LogAccepted(ILogger log, string briefKey, DeliveryState state);

    [LoggerMessage(2, LogLevel.Warning, "Brief {BriefKey} was accepted by the provider and then {Kind} ({Reason})", EventName = "DeliveryFailedLater")]
    private static partial void LogNotRead(ILogger log, string briefKey, DeliveryEventKind kind, string? reason);
}
