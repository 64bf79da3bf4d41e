using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OneOnOne.Http;

/// <summary>
/// Refuses requests that change something and that a browser sends for another site's page. A browser that is signed in at the platform,
/// or that runs on the machine of a local `serve`, would lend its identity to them. Browsers always say where such a request comes
/// from; what says nothing (curl, a service) has no identity to lend but what it was given.
/// </summary>
internal sealed class OwnSiteOnly(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Reads(context.Request.Method) || IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOwn(HttpRequest request)
    {
        // The browser's own judgement first: no proxy in between can change what it was made from, while Host may be the proxy's.
        StringValues site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
        {
            return site == "same-origin" || site == "none";
        }

        StringValues origin = request.Headers.Origin;
        return origin.Count == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
