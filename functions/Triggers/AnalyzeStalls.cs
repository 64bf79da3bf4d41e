using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Finds a rep's stalled opportunities.</summary>
public sealed class AnalyzeStalls(MessageReceiver receiver)
{
    [Function(nameof(AnalyzeStalls))]
    public Task RunAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeStallsSubscription, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => receiver.ReceiveAsync(Subscription.AnalyzeStalls, message, actions, cancellation);
}
