using System.Collections.Immutable;

namespace OneOnOne.Pipeline;

/// <summary>When a message that failed is tried again. A message is handled once and then once per delay; after that it is a dead letter.</summary>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Delays)
{
    public static RetrySchedule Default { get; } = new([.. new[] { 1, 5, 10, 60, 120, 120 }.Select(seconds => TimeSpan.FromSeconds(seconds))]);

    /// <summary>Failures that are no message's fault, such as a full disk: whoever receives messages ends with them, and gives none up.</summary>
    public Func<Exception, bool> Ends { get; init; } = _ => false;

    /// <param name="failure">What the handler threw.</param>
    /// <param name="attempt">1 for the first delivery.</param>
    public Settlement After(Exception failure, int attempt) => failure switch
    {
        PoisonMessageException poison => new Settlement.DeadLetter(poison.Message),
        _ when attempt <= Delays.Length => new Settlement.Retry(Delays[attempt - 1]),

        // The type alone: an exception's text may quote names or addresses, and dead letters are read by many.
        _ => new Settlement.DeadLetter($"retries-exhausted: {failure.GetType().Name}"),
    };
}

/// <summary>What becomes of a message whose handler failed.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    public sealed record Retry(TimeSpan Delay) : Settlement;

    public sealed record DeadLetter(string Reason) : Settlement;
}
