using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Messaging;

/// <summary>
/// Handles one received message and settles it: completed when its step is done, sent again later when it failed, a dead letter
/// when no retry would help. Simply throwing would bring it back at once, and ten attempts would be gone within seconds.
/// </summary>
public sealed partial class MessageReceiver(
    MessageHandler handler, ServiceBusMessageQueue queue, RetrySchedule retries, TimeProvider clock, ILogger<MessageReceiver> log)
{
    public async Task ReceiveAsync(Subscription subscription, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        Message? message = null;
        try
        {
            message = Envelope.Unwrap(received);
            await handler.HandleAsync(subscription, message, new Arrival(Envelope.AttemptOf(received), TraceHeaders.Read(received.ApplicationProperties)), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The app is going away, which is not the message's fault: somebody else gets it, at the same attempt.
            await actions.AbandonMessageAsync(received, cancellationToken: CancellationToken.None);
            return;
        }
        catch (Exception failure)
        {
            await SettleAsync(subscription, received, message, failure, actions, cancellation);
            return;
        }

        // Not cancellable: the work is done, and a message that comes again would only do it once more.
        await actions.CompleteMessageAsync(received, CancellationToken.None);
    }

    private async Task SettleAsync(
        Subscription subscription, ServiceBusReceivedMessage received, Message? message, Exception failure, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        int attempt = Envelope.AttemptOf(received);
        switch (retries.After(failure, attempt))
        {
            case Settlement.Retry retry when message is not null:
                LogRetry(log, subscription, message.Id, attempt, retry.Delay, failure.GetType().Name, failure.StackTrace);

                // In this order: a crash in between leaves one message too many, the other way round one too few.
                Outgoing again = new(Narrow(subscription, message), clock.GetUtcNow() + retry.Delay) { Trace = TraceHeaders.Read(received.ApplicationProperties) };
                await queue.RetryAsync(again, attempt + 1, cancellation);
                await actions.CompleteMessageAsync(received, CancellationToken.None);
                break;
            case Settlement.DeadLetter dead:
                DeathNote note = DeathNote.Of(dead.Reason, attempt);
                await actions.DeadLetterMessageAsync(received, note.Properties, note.Code, note.Detail, CancellationToken.None);
                break;
            default:
                throw new InvalidOperationException("A failure without a settlement.", failure);
        }
    }

    /// <summary>A topic hands a retry to all three subscriptions; named for one part only, it is nothing to do for the others.</summary>
    private static Message Narrow(Subscription subscription, Message message) => (subscription, message) switch
    {
        (Subscription.AnalyzeStalls, Pipeline.AnalyzeRep rep) => rep with { Parts = [AnalysisPart.Stalls] },
        (Subscription.AnalyzeSlips, Pipeline.AnalyzeRep rep) => rep with { Parts = [AnalysisPart.Slips] },
        (Subscription.AnalyzeStageOutliers, Pipeline.AnalyzeRep rep) => rep with { Parts = [AnalysisPart.StageOutliers] },
        _ => message,
    };

    /// <summary>Without the exception's text, which may quote names and addresses.</summary>
    [LoggerMessage(1, LogLevel.Warning, "{Subscription} failed on {MessageId}, attempt {Attempt}, again in {Delay}: {Failure}\n{Stack}", EventName = "MessageRetried")]
    private static partial void LogRetry(ILogger log, Subscription subscription, string messageId, int attempt, TimeSpan delay, string failure, string? stack);
}
