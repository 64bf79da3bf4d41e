using System.Threading.RateLimiting;

namespace OneOnOne.Http.Limits;

/// <summary>
/// So many in a minute, and each comes back after its share of the minute (the generic cell rate algorithm). The limiters that .NET
/// brings along read the machine's clock by themselves.
/// </summary>
internal sealed class Allowance(int perMinute, TimeProvider clock) : RateLimiter
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan _each = Minute / perMinute;

    /// <summary>When nothing of what was asked for counts any more.</summary>
    private DateTimeOffset _clear = clock.GetUtcNow();

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                return clock.GetUtcNow() - _clear is { Ticks: > 0 } idle ? idle : null;
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Ask(permitCount, counts: true);

    /// <summary>The middleware asks this way after a refusal, by this limiter or the next one, in case somebody would queue: the same request must not count twice.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(Ask(permitCount, counts: false));

    private Answer Ask(int permitCount, bool counts)
    {
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();

            // Never more than a minute ahead: a clock that was set back must not lock anybody out for as long as it was wrong.
            _clear = _clear < now ? now : _clear > now + Minute ? now + Minute : _clear;
            DateTimeOffset clear = _clear + (_each * permitCount);
            if (clear - Minute is var earliest && earliest > now)
            {
                return new Answer(earliest - now);
            }

            _clear = counts ? clear : _clear;
            return new Answer(null);
        }
    }

    private sealed class Answer(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = wait is not null && metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
