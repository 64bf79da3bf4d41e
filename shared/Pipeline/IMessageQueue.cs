using System.Diagnostics;

namespace OneOnOne.Pipeline;

/// <summary>Where messages go. At least once, in any order; a message may be delivered long after it was sent.</summary>
public interface IMessageQueue
{
    Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation);
}

/// <param name="NotBefore">The instant that it is for, such as a deadline; null: at once.</param>
public sealed record Outgoing(Message Message, DateTimeOffset? NotBefore = null)
{
    /// <summary>
    /// How long the queue keeps it back, by the queue's own clock. An instant would not do for a wait: a worker whose clock is slow would
    /// be handed at once what it asked for later, and ask again, until its clock has caught up.
    /// </summary>
    public TimeSpan After { get; init; }

    /// <summary>The span that whoever handles it continues; null: the one that is current when it is sent. It travels beside the message and is no part of it.</summary>
    public ActivityContext? Trace { get; init; }

    /// <summary>For queues, when it is sent: the context that has to travel with it.</summary>
    public ActivityContext? TraceToSend => Trace ?? Activity.Current?.Context;

    /// <summary>When it is to be delivered, for a queue that is sent it now.</summary>
    public DateTimeOffset? DueAt(DateTimeOffset now) => After <= TimeSpan.Zero || NotBefore > now + After ? NotBefore : now + After;
}

/// <summary>The places where messages are received. Each is scaled, retried and dead-lettered on its own.</summary>
public enum Subscription
{
    AnalyzeStalls,
    AnalyzeSlips,
    AnalyzeStageOutliers,
    OrchestrateBrief,
    DeliverBrief,
}

/// <summary>Which message goes where.</summary>
public static class Routes
{
    public static IReadOnlyList<Subscription> Of(Message message) => message switch
    {
        AnalyzeRep => [Subscription.AnalyzeStalls, Subscription.AnalyzeSlips, Subscription.AnalyzeStageOutliers],
        FindingsReady or DeadlineReached => [Subscription.OrchestrateBrief],
        DeliverBrief => [Subscription.DeliverBrief],
        _ => throw new InvalidOperationException($"No route for {message.GetType().Name}."),
    };
}
