using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Finds a rep's opportunities that have sat in their stage for too long.</summary>
public sealed class AnalyzeStageOutliers(MessageReceiver receiver)
{
    [Function(nameof(AnalyzeStageOutliers))]
    public Task RunAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeStageOutliersSubscription, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => receiver.ReceiveAsync(Subscription.AnalyzeStageOutliers, message, actions, cancellation);
}
