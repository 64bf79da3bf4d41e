using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>Settles messages into a list of what happened.</summary>
internal sealed class FakeActions(List<string> world) : ServiceBusMessageActions
{
    public List<ServiceBusReceivedMessage> Dead { get; } = [];

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        world.Add("completed " + message.MessageId);
        return Task.CompletedTask;
    }

    public override Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default)
    {
        world.Add("abandoned " + message.MessageId);
        return Task.CompletedTask;
    }

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default)
    {
        world.Add($"dead {message.MessageId} {deadLetterReason}");
        Dictionary<string, object> properties = message.ApplicationProperties.ToDictionary(one => one.Key, one => one.Value);
        foreach ((string name, object value) in propertiesToModify ?? [])
        {
            properties[name] = value;
        }

        properties["DeadLetterReason"] = deadLetterReason!;
        if (deadLetterErrorDescription is not null)
        {
            properties["DeadLetterErrorDescription"] = deadLetterErrorDescription;
        }

        Dead.Add(Received.Of(message.Body, message.MessageId, message.SessionId, properties));
        return Task.CompletedTask;
    }
}

/// <summary>Messages as Service Bus hands them over.</summary>
internal static class Received
{
    public static ServiceBusReceivedMessage Of(ServiceBusMessage sent, DateTimeOffset enqueued = default) => Of(sent.Body, sent.MessageId, sent.SessionId, sent.ApplicationProperties, enqueued);

    public static ServiceBusReceivedMessage Of(string body) => Of(BinaryData.FromString(body), "some-id", null, new Dictionary<string, object>());

    public static ServiceBusReceivedMessage Of(BinaryData body, string id, string? session, IDictionary<string, object> properties, DateTimeOffset enqueued = default) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(body, messageId: id, sessionId: session, properties: properties, deliveryCount: 1, sequenceNumber: 42, enqueuedTime: enqueued, lockTokenGuid: Guid.Empty);
}
