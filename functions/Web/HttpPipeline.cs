using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using OneOnOne.Http;

namespace OneOnOne.Functions.Web;

/// <summary>The one ASP.NET Core pipeline behind all HTTP functions: the same that a laptop serves.</summary>
public sealed class HttpPipeline
{
    private readonly RequestDelegate _app;

    public HttpPipeline(IServiceProvider services)
    {
        ApplicationBuilder app = new(services);
        app.UseOneOnOneHttp();
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
}
