namespace OneOnOne.Functions.Messaging;

/// <summary>
/// What time it is for Service Bus, which schedules by instants of its own clock: never earlier than when it enqueued what came here.
/// By its own clock alone, a machine that is slow would be handed at once what it asked for later.
/// </summary>
public sealed class BusClock(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _enqueued;

    public void Saw(DateTimeOffset enqueued)
    {
        lock (_lock)
        {
            _enqueued = Later(_enqueued, enqueued);
        }
    }

    public DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Later(_enqueued, clock.GetUtcNow());
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
