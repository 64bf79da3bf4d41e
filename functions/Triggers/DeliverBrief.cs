using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Sends one half of a pair.</summary>
public sealed class DeliverBrief(MessageReceiver receiver)
{
    [Function(nameof(DeliverBrief))]
    public Task RunAsync(
        [ServiceBusTrigger(Names.DeliverBriefQueue, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => receiver.ReceiveAsync(Subscription.DeliverBrief, message, actions, cancellation);
}
