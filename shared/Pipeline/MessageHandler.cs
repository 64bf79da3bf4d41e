using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>Hands a received message to its step.</summary>
public sealed class MessageHandler(AnalyzeStep analyze, OrchestrateStep orchestrate, DeliverStep deliver)
{
    public Task HandleAsync(Subscription subscription, Message message, CancellationToken cancellation) => (subscription, message) switch
    {
        (Subscription.AnalyzeStalls, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.Stalls, cancellation),
        (Subscription.AnalyzeSlips, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.Slips, cancellation),
        (Subscription.AnalyzeStageOutliers, AnalyzeRep rep) => analyze.RunAsync(rep, AnalysisPart.StageOutliers, cancellation),
        (Subscription.OrchestrateBrief, FindingsReady or DeadlineReached) => orchestrate.RunAsync(message, cancellation),
        (Subscription.DeliverBrief, DeliverBrief brief) => deliver.RunAsync(brief, cancellation),
        _ => throw new PoisonMessageException("wrong-type", "type"),
    };
}
