using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Composes the pair when a run's parts are in, or its deadline has come. One session is one run.</summary>
public sealed class OrchestrateBrief(MessageReceiver receiver)
{
    [Function(nameof(OrchestrateBrief))]
    public Task RunAsync(
        [ServiceBusTrigger(Names.OrchestrateBriefQueue, Connection = Names.ServiceBus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => receiver.ReceiveAsync(Subscription.OrchestrateBrief, message, actions, cancellation);
}
