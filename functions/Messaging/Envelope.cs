using System.Globalization;
using Azure.Messaging.ServiceBus;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Messaging;

/// <summary>A message as Service Bus carries it. The same message and attempt always have the same id, for duplicate detection.</summary>
internal static class Envelope
{
    /// <summary>1 for the first delivery. Service Bus's own count also rises when a process dies or a lock is lost.</summary>
    public const string Attempt = "attempt";

    public static ServiceBusMessage Wrap(Outgoing outgoing, int attempt)
    {
        Message message = outgoing.Message;
        ServiceBusMessage wrapped = new(BinaryData.FromBytes(MessageJson.Write(message)))
        {
            MessageId = $"{message.Id}#{attempt.ToString(CultureInfo.InvariantCulture)}",
            CorrelationId = message.Run.Value,
            Subject = message.GetType().Name,
            ContentType = "application/json",
            ApplicationProperties = { [Attempt] = attempt },
        };
        if (message is FindingsReady or DeadlineReached)
        {
            wrapped.SessionId = message.Run.Value;
        }

        if (outgoing.TraceToSend is { } trace)
        {
            TraceHeaders.Write(wrapped.ApplicationProperties, trace);
        }

        if (outgoing.NotBefore is { } at)
        {
            wrapped.ScheduledEnqueueTime = at;
        }

        return wrapped;
    }

    public static int AttemptOf(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(Attempt, out object? value) && value is int attempt and > 0 ? attempt : 1;

    /// <exception cref="PoisonMessageException">It is none of ours.</exception>
    public static Message Unwrap(ServiceBusReceivedMessage message) => MessageJson.Read<Message>(Body(message).Span);

    /// <exception cref="PoisonMessageException">Its body is no run of bytes.</exception>
    public static ReadOnlyMemory<byte> Body(ServiceBusReceivedMessage message)
    {
        try
        {
            return message.Body.ToMemory();
        }
        catch (NotSupportedException)
        {
            throw new PoisonMessageException("unreadable", "body");
        }
    }
}
