using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>Hands a received message to its step, within a span of the run's trace and a log scope that names the run.</summary>
public sealed class MessageHandler(AnalyzeStep analyze, OrchestrateStep orchestrate, DeliverStep deliver, Telemetry telemetry, ILogger<MessageHandler> log)
{
    private static readonly Func<ILogger, string, IDisposable?> RunScope = LoggerMessage.DefineScope<string>("Run {RunId}");

    public async Task HandleAsync(Subscription subscription, Message message, Arrival arrival, CancellationToken cancellation)
    {
        using IDisposable? scope = RunScope(log, message.Run.Value);
        using Activity? span = telemetry.StartHandling(subscription, message, arrival);
        try
        {
            await StepAsync(subscription, message, cancellation);
            span.End("done");
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    private Task StepAsync(Subscription subscription, Message message, CancellationToken cancellation) => (subscription, message) switch
    {
        (Subscription.AnalyzeStalls, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.Stalls, cancellation),
        (Subscription.AnalyzeSlips, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.Slips, cancellation),
        (Subscription.AnalyzeStageOutliers, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.StageOutliers, cancellation),
        (Subscription.OrchestrateBrief, FindingsReady or DeadlineReached) => orchestrate.RunAsync(message, cancellation),
        (Subscription.DeliverBrief, DeliverBrief brief) => deliver.RunAsync(brief, cancellation),
        _ => throw new PoisonMessageException("wrong-type", "type"),
    };
}
