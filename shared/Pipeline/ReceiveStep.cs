using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>
/// Handles one received message and settles it: completed when its step is done, sent again later when it failed, a dead letter
/// when no retry would help. Simply throwing would bring it back at once, and all its deliveries would be gone within seconds.
/// </summary>
public sealed partial class ReceiveStep(MessageHandler handler, RetrySchedule retries, ILogger<ReceiveStep> log)
{
    public async Task RunAsync(Subscription subscription, IReceivedMessage received, CancellationToken cancellation)
    {
        Message? message = null;
        try
        {
            message = received.Read();
            await handler.HandleAsync(subscription, message, new Arrival(received.Attempt, received.Trace), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The app is going away, which is not the message's fault: somebody else gets it, at the same attempt.
            await received.AbandonAsync();
            return;
        }
        catch (Exception failure) when (!retries.Ends(failure))
        {
            await SettleAsync(subscription, received, message, failure, cancellation);
            return;
        }

        await received.CompleteAsync();
    }

    private async Task SettleAsync(Subscription subscription, IReceivedMessage received, Message? message, Exception failure, CancellationToken cancellation)
    {
        switch (retries.After(failure, received.Attempt))
        {
            case Settlement.Retry retry when message is not null:
                LogRetry(log, subscription, message.Id, received.Attempt, retry.Delay, failure.GetType().Name, failure.StackTrace);

                // In this order: a crash in between leaves one message too many, the other way round one too few.
                await received.SendAgainAsync(Narrow(subscription, message), retry.Delay, cancellation);
                await received.CompleteAsync();
                break;
            case Settlement.DeadLetter dead:
                await received.DeadLetterAsync(dead.Reason);
                break;
            default:
                throw new InvalidOperationException("A failure without a settlement.", failure);
        }
    }

    /// <summary>A topic hands a retry to all three subscriptions; named for one part only, it is nothing to do for the others.</summary>
    private static Message Narrow(Subscription subscription, Message message) => (subscription, message) switch
    {
        (Subscription.AnalyzeStalls, AnalyzeRep rep) => rep with { Parts = [AnalysisPart.Stalls] },
        (Subscription.AnalyzeSlips, AnalyzeRep rep) => rep with { Parts = [AnalysisPart.Slips] },
        (Subscription.AnalyzeStageOutliers, AnalyzeRep rep) => rep with { Parts = [AnalysisPart.StageOutliers] },
        _ => message,
    };

    /// <summary>Without the exception's text, which may quote names and addresses.</summary>
    [LoggerMessage(1, LogLevel.Warning, "{Subscription} failed on {MessageId}, attempt {Attempt}, again in {Delay}: {Failure}\n{Stack}", EventName = "MessageRetried")]
    private static partial void LogRetry(ILogger log, Subscription subscription, string messageId, int attempt, TimeSpan delay, string failure, string? stack);
}
