using Azure.Messaging.ServiceBus;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>Service Bus as far as sending goes. What is not overridden here throws, as a call that nobody expects should.</summary>
internal sealed class FakeBus(List<string> world) : ServiceBusClient
{
    public List<Sent> Sent { get; } = [];

    public int PerBatch { get; set; } = 100;

    public int Batches { get; set; }

    public Exception? Fails { get; set; }

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new FakeSender(this, queueOrTopicName, world);
}

internal sealed record Sent(string Entity, ServiceBusMessage Message);

internal sealed class FakeSender(FakeBus bus, string entity, List<string> world) : ServiceBusSender
{
    private readonly Dictionary<ServiceBusMessageBatch, List<ServiceBusMessage>> _batches = [];

    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default)
    {
        List<ServiceBusMessage> held = [];
        ServiceBusMessageBatch batch = ServiceBusModelFactory.ServiceBusMessageBatch(0, held, new CreateMessageBatchOptions(), _ => held.Count < bus.PerBatch);
        _batches.Add(batch, held);
        return ValueTask.FromResult(batch);
    }

    public override Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (bus.Fails is { } failure)
        {
            throw failure;
        }

        bus.Batches++;
        foreach (ServiceBusMessage message in _batches[messageBatch])
        {
            bus.Sent.Add(new Sent(entity, message));
            world.Add("sent " + message.MessageId);
        }

        return Task.CompletedTask;
    }
}
