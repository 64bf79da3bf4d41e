using System.Net;

namespace OneOnOne.Tests.Cosmos;

/// <summary>What goes wrong with one request.</summary>
internal abstract record CosmosFault
{
    /// <summary>Every kind but a delay, which needs something to wait for: for tests that try each fault on each request in turn.</summary>
    public static IReadOnlyList<CosmosFault> Each { get; } =
    [
        new FailBefore(HttpStatusCode.TooManyRequests),
        new FailBefore(HttpStatusCode.ServiceUnavailable),
        new LoseAnswer(HttpStatusCode.RequestTimeout),
        new LoseAnswer(HttpStatusCode.ServiceUnavailable),
        new LoseConnectionBefore(),
        new LoseConnectionAfter(),
    ];

    /// <summary>Nothing happens, and the caller is told so.</summary>
    /// <param name="RetryAfter">Sent with a 429 or 449; a millisecond where nothing is said, as the SDK waits five seconds when it is told nothing.</param>
    public sealed record FailBefore(HttpStatusCode Status, TimeSpan? RetryAfter = null) : CosmosFault;

    /// <summary>It is done, and the caller is told this status: the outcome is unknown to them.</summary>
    public sealed record LoseAnswer(HttpStatusCode Status) : CosmosFault;

    /// <summary>The connection breaks before the request arrives.</summary>
    public sealed record LoseConnectionBefore : CosmosFault;

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    public sealed record LoseConnectionAfter : CosmosFault;

    /// <summary>Nothing is done before this task has ended: for two callers in a chosen order.</summary>
    public sealed record Delay(Task Until) : CosmosFault;
}
