namespace OneOnOne.Pipeline;

/// <summary>A message that was given up, with all that is needed to send it again.</summary>
/// <param name="Id">The message's id and where it died: the same death twice is one record.</param>
/// <param name="Body">The message as it was; for poison, whatever bytes came, in Base64 when they are no text.</param>
/// <param name="Reason">A code, and a field or a type; never content.</param>
public sealed record DeadLetter(string Id, Subscription Subscription, string Body, string Reason, int Attempts, DateTimeOffset At)
{
    public int Schema { get; init; } = 1;

    /// <summary>When it was last sent again; null: never.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }
}
