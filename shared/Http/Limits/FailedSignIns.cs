using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OneOnOne.Http.Limits;

/// <summary>
/// Tells an address that tries and tries to come back later, and no longer what was wrong. It never turns a good token away: behind one
/// address is a whole office, and one broken program in it must not lock the others out.
/// </summary>
internal sealed class FailedSignIns(RequestDelegate next)
{
    private readonly PartitionedRateLimiter<HttpContext> _failures = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimits.Partition(context, RateLimits.AddressOf(context), limits => limits.FailedSignInsPerMinute));

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is not { StatusCode: StatusCodes.Status401Unauthorized, HasStarted: false } response)
        {
            return;
        }

        using RateLimitLease one = _failures.AttemptAcquire(context);
        if (!one.IsAcquired)
        {
            response.Headers.Remove(HeaderNames.WWWAuthenticate);
            RateLimits.Refuse(response, one);
        }
    }
}
