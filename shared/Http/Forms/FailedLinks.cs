using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OneOnOne.Http.Limits;

namespace OneOnOne.Http.Forms;

/// <summary>Counts links that open nothing by where they come from, as failed sign-ins are counted: somebody who tries links is told to wait, and is seen. A good link counts all the same.</summary>
internal sealed partial class FailedLinks(ILogger<FailedLinks> log)
{
    private readonly PartitionedRateLimiter<HttpContext> _failures = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimits.Partition(context, RateLimits.AddressOf(context), limits => limits.FailedSignInsPerMinute));

    /// <returns>False where the answer is to come back later; it is written already.</returns>
    public bool MayBeTold(HttpContext context, int status)
    {
        LogRefused(log, status);
        using RateLimitLease one = _failures.AttemptAcquire(context);
        if (!one.IsAcquired)
        {
            RateLimits.Refuse(context.Response, one);
        }

        return one.IsAcquired;
    }

    [LoggerMessage(1, LogLevel.Information, "A link was refused with {Status}", EventName = "LinkRefused")]
    private static partial void LogRefused(ILogger log, int status);
}
