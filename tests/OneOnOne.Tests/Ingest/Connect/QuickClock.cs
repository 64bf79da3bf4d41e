namespace OneOnOne.Tests.Ingest.Connect;

/// <summary>Nobody waits for it: a pause is over as soon as it has begun, and the clock stands after it.</summary>
internal sealed class QuickClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _one = new();
    private DateTimeOffset _now = now;

    public List<TimeSpan> Pauses { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (_one)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_one)
        {
            Pauses.Add(dueTime);
            _now += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
