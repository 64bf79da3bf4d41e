using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Settings;

namespace OneOnOne.Http.Limits;

/// <summary>
/// How often somebody may ask. Whoever signed in is counted by who they are, since an office has one address; whoever did not by where
/// they come from. Each instance counts for itself: what several allow together is that many times more.
/// </summary>
internal static class RateLimits
{
    /// <summary>For what is computed on demand.</summary>
    private const string Reports = "reports";

    private const string Events = "events";

    private const string Forms = "forms";

    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.User.Identity is { IsAuthenticated: true }
            ? Partition(context, Viewer.CallerOf(context.User), limits => limits.RequestsPerMinute)
            : RateLimitPartition.GetNoLimiter(""));
        options.AddPolicy(Reports, context => Partition(context, Viewer.CallerOf(context.User), limits => limits.ReportsPerMinute));
        options.AddPolicy(Events, context => Partition(context, AddressOf(context), limits => limits.EventPostsPerMinute));
        options.AddPolicy(Forms, context => Partition(context, AddressOf(context), limits => limits.RequestsPerMinute));
        options.OnRejected = (rejected, _) =>
        {
            Refuse(rejected.HttpContext.Response, rejected.Lease);
            return ValueTask.CompletedTask;
        };
    });

    public static TBuilder LimitReports<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Reports);

    public static TBuilder LimitEvents<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Events);

    public static TBuilder LimitForms<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Forms);

    public static RateLimitPartition<string> Partition(HttpContext context, string key, Func<LimitSettings, int> perMinute) => RateLimitPartition.Get(
        key,
        _ => new Allowance(perMinute(context.RequestServices.GetRequiredService<LimitSettings>()), context.RequestServices.GetRequiredService<TimeProvider>()));

    /// <summary>A network that is one customer's: of an IPv6 address the first half, for the rest is the customer's to change at will.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString(),
        IPAddress address => address.ToString(),
    };

    public static void Refuse(HttpResponse response, RateLimitLease refusal)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (refusal.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait))
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
