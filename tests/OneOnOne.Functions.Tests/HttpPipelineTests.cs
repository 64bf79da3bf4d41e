using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Functions.Web;

namespace OneOnOne.Functions.Tests;

public sealed class HttpPipelineTests
{
    [Theory]
    [InlineData("GET", "/api/briefs/1")]
    [InlineData("POST", "/api/runs")]
    [InlineData("DELETE", "/api/../api")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nowhere")]
    public async Task Without_a_sign_in_everything_is_401(string method, string path)
    {
        await using TestApp app = new();

        Assert.Equal(401, (await CallAsync(app, method, path)).Response.StatusCode);
    }

    [Theory]
    [InlineData("/api/open", 200)]
    [InlineData("/api/forgotten", 401)]
    [InlineData("/api/guarded", 401)]
    public async Task An_endpoint_that_does_not_say_it_is_for_anybody_is_denied(string path, int status)
    {
        await using TestApp app = new(services => services.AddSingleton<MapEndpoints>(endpoints =>
        {
            endpoints.MapGet("/api/open", () => "open").AllowAnonymous();
            endpoints.MapGet("/api/forgotten", () => "secret");
            endpoints.MapGet("/api/guarded", () => "secret").RequireAuthorization();
        }));
        HttpContext context = await CallAsync(app, "GET", path);

        Assert.Equal(status, context.Response.StatusCode);
        context.Response.Body.Position = 0;
        Assert.Equal(status == 200 ? "open" : "", await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    [Fact]
    public async Task What_a_path_is_comes_from_its_endpoint_and_not_from_the_functions_own_route()
    {
        await using TestApp app = new(services => services.AddSingleton<MapEndpoints>(
            endpoints => endpoints.MapGet("/api/reps/{id}", (string id, HttpRequest request) => $"{id} {request.RouteValues.Count}").AllowAnonymous()));
        HttpContext context = await CallAsync(app, "GET", "/api/reps/P7");

        context.Response.Body.Position = 0;
        Assert.Equal("P7 1", await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    private static async Task<HttpContext> CallAsync(TestApp app, string method, string path)
    {
        using IServiceScope scope = app.Host.Services.CreateScope();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider };
        context.Request.Method = method;
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();

        // As the worker hands it over: already matched, to the function's own route.
        context.SetEndpoint(new RouteEndpoint(_ => throw new InvalidOperationException(), RoutePatternFactory.Parse("api/{*path}"), 0, EndpointMetadataCollection.Empty, "worker"));
        context.Request.RouteValues["path"] = "whatever";
        IActionResult result = path.StartsWith("/api", StringComparison.Ordinal)
            ? await app.Make<Api>().RunAsync(context.Request)
            : await app.Make<Pages>().RunAsync(context.Request);

        Assert.IsType<EmptyResult>(result);
        return context;
    }
}
