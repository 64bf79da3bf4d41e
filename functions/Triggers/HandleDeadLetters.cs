using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Records the dead letters of each place where messages are received. A session queue's dead letters have no sessions.</summary>
public sealed class HandleDeadLetters(DeadLetterRecorder recorder)
{
    [Function("AnalyzeStallsDeadLetters")]
    public Task AnalyzeStallsAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeStallsSubscription + Names.DeadLetters, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => recorder.RecordAsync(Subscription.AnalyzeStalls, message, actions, cancellation);

    [Function("AnalyzeSlipsDeadLetters")]
    public Task AnalyzeSlipsAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeSlipsSubscription + Names.DeadLetters, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => recorder.RecordAsync(Subscription.AnalyzeSlips, message, actions, cancellation);

    [Function("AnalyzeStageOutliersDeadLetters")]
    public Task AnalyzeStageOutliersAsync(
        [ServiceBusTrigger(Names.AnalyzeRepTopic, Names.AnalyzeStageOutliersSubscription + Names.DeadLetters, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => recorder.RecordAsync(Subscription.AnalyzeStageOutliers, message, actions, cancellation);

    [Function("OrchestrateBriefDeadLetters")]
    public Task OrchestrateBriefAsync(
        [ServiceBusTrigger(Names.OrchestrateBriefQueue + Names.DeadLetters, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => recorder.RecordAsync(Subscription.OrchestrateBrief, message, actions, cancellation);

    [Function("DeliverBriefDeadLetters")]
    public Task DeliverBriefAsync(
        [ServiceBusTrigger(Names.DeliverBriefQueue + Names.DeadLetters, Connection = Names.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => recorder.RecordAsync(Subscription.DeliverBrief, message, actions, cancellation);
}
