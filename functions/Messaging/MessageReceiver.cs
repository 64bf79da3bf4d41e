using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Messaging;

/// <summary>Hands a message of Service Bus to the step that handles and settles it.</summary>
public sealed class MessageReceiver(ReceiveStep step, ServiceBusMessageQueue queue, BusClock clock)
{
    public Task ReceiveAsync(Subscription subscription, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        clock.Saw(received.EnqueuedTime);
        return step.RunAsync(subscription, new Locked(received, actions, queue), cancellation);
    }

    /// <summary>Settling is not cancellable: the work is done, and a message that comes again would only do it once more.</summary>
    private sealed class Locked(ServiceBusReceivedMessage received, ServiceBusMessageActions actions, ServiceBusMessageQueue queue) : IReceivedMessage
    {
        public int Attempt => Envelope.AttemptOf(received);

        public ActivityContext? Trace => TraceHeaders.Read(received.ApplicationProperties);

        public Message Read() => Envelope.Unwrap(received);

        public Task CompleteAsync() => actions.CompleteMessageAsync(received, CancellationToken.None);

        public Task AbandonAsync() => actions.AbandonMessageAsync(received, cancellationToken: CancellationToken.None);

        public Task SendAgainAsync(Message message, TimeSpan delay, CancellationToken cancellation) =>
            queue.RetryAsync(new Outgoing(message) { After = delay, Trace = Trace }, Attempt + 1, cancellation);

        public Task DeadLetterAsync(string reason)
        {
            DeathNote note = DeathNote.Of(reason, Attempt);
            return actions.DeadLetterMessageAsync(received, note.Properties, note.Code, note.Detail, CancellationToken.None);
        }
    }
}
