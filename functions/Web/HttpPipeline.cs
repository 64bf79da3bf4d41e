using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace OneOnOne.Functions.Web;

/// <summary>Maps the endpoints that the HTTP functions serve.</summary>
public delegate void MapEndpoints(IEndpointRouteBuilder endpoints);

/// <summary>
/// The one ASP.NET Core pipeline behind all HTTP functions. Denies by default: there is no sign-in yet, so only an endpoint that
/// says it is for anybody answers, and everything else, known or not, is 401.
/// </summary>
public sealed class HttpPipeline
{
    private readonly RequestDelegate _app;

    public HttpPipeline(IServiceProvider services, MapEndpoints map)
    {
        ApplicationBuilder app = new(services);
        app.UseRouting();
        app.Use(DenyAsync);
        app.UseEndpoints(endpoints => map(endpoints));
        _app = app.Build();
    }

    /// <returns>A result that adds nothing: the pipeline has written the response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext context)
    {
        // The worker has matched the function's own route by now, and routing skips a request that has an endpoint.
        context.SetEndpoint(null);
        context.Request.RouteValues = [];
        await _app(context);
        return new EmptyResult();
    }

    private static Task DenyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
