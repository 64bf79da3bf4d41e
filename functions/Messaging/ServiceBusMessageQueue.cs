using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Messaging;

/// <summary>Sends to the topic and the two queues, as many messages at once as a batch takes.</summary>
public sealed class ServiceBusMessageQueue(ServiceBusClient client, EntityNames entities, BusClock clock) : IMessageQueue
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    public async Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        // One session per batch: a partitioned queue refuses batches that mix them.
        IEnumerable<(string Entity, ServiceBusMessage Wrapped)> all = messages.Select(one => (entities.For(one.Message), Wrap(one, 1)));
        foreach (var together in all.GroupBy(one => (one.Entity, one.Wrapped.SessionId), one => one.Wrapped))
        {
            await SendAsync(Sender(together.Key.Entity), together, cancellation);
        }
    }

    /// <summary>Sends a further attempt at a message that failed.</summary>
    internal Task RetryAsync(Outgoing outgoing, int attempt, CancellationToken cancellation) =>
        SendAsync(Sender(entities.For(outgoing.Message)), [Wrap(outgoing, attempt)], cancellation);

    private static async Task SendAsync(ServiceBusSender sender, IEnumerable<ServiceBusMessage> messages, CancellationToken cancellation)
    {
        Queue<ServiceBusMessage> left = new(messages);
        while (left.Count > 0)
        {
            using ServiceBusMessageBatch batch = await sender.CreateMessageBatchAsync(cancellation);
            while (left.TryPeek(out ServiceBusMessage? next) && batch.TryAddMessage(next))
            {
                left.Dequeue();
            }

            if (batch.Count == 0)
            {
                throw new InvalidOperationException($"The message {left.Peek().MessageId} is larger than a batch may be.");
            }

            await sender.SendMessagesAsync(batch, cancellation);
        }
    }

    private ServiceBusMessage Wrap(Outgoing outgoing, int attempt) => Envelope.Wrap(outgoing with { NotBefore = outgoing.DueAt(clock.GetUtcNow()) }, attempt);

    private ServiceBusSender Sender(string entity) => _senders.GetOrAdd(entity, client.CreateSender);
}
