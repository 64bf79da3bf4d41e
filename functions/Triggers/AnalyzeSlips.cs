using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Finds a rep's slipping opportunities.</summary>
public sealed class AnalyzeSlips(MessageReceiver receiver)
{
    [Function(nameof(AnalyzeSlips))]
    public Task RunAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeSlipsSubscription, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => receiver.ReceiveAsync(Subscription.AnalyzeSlips, message, actions, cancellation);
}
