using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OneOnOne.Http.SignIn;

namespace OneOnOne.Http;

/// <summary>Logs whatever was turned away for who asked, or how often: somebody who tries doors is seen.</summary>
internal sealed partial class Refusals(RequestDelegate next, ILogger<Refusals> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
        {
            LogRefused(log, context.Response.StatusCode, RouteOf(context), ReasonOf(context));
        }
    }

    /// <summary>The pattern, not the path: that has people's ids in it.</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none of ours";

    /// <summary>Of a token only what this app itself says of it.</summary>
    private static string ReasonOf(HttpContext context) => context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult switch
    {
        { Failure: TokenRefusedException refused } => refused.Message,
        { Succeeded: true } => "signed in",
        _ => "not signed in",
    };

    [LoggerMessage(1, LogLevel.Information, "A request was refused with {Status}: {Route} ({Reason})", EventName = "RequestRefused")]
    private static partial void LogRefused(ILogger log, int status, string route, string reason);
}
