namespace OneOnOne.Local;

/// <summary>The clock of a command with --as-of: it stands still, so that the same command gives the same bytes.</summary>
internal sealed class FrozenClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
