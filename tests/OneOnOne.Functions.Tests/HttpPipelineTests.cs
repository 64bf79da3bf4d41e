using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Http;

namespace OneOnOne.Functions.Tests;

public sealed class HttpPipelineTests
{
    [Theory]
    [InlineData("GET", "/api/runs")]
    [InlineData("GET", "/api/reps/P7/brief")]
    [InlineData("GET", "/api/findings")]
    [InlineData("POST", "/api/anything")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/reps/P7")]
    [InlineData("GET", "/nowhere")]
    public async Task Without_a_sign_in_everything_is_401(string method, string path)
    {
        await using TestApp app = new();
        (int status, string body) = await CallAsync(app, method, path);

        Assert.Equal((401, ""), (status, body));
    }

    [Fact]
    public async Task Health_is_for_anybody()
    {
        await using TestApp app = new();

        Assert.Equal((200, "ok"), await CallAsync(app, "GET", "/health"));
    }

    [Fact]
    public async Task Once_a_sign_in_is_plugged_in_the_shared_endpoints_answer_by_their_own_routes()
    {
        await using TestApp app = new(services => services
            .AddSingleton(SmallCompany.Opened())
            .Configure<AuthenticationOptions>(options => options.AddScheme<Admin>("Admin", null))
            .PostConfigure<AuthenticationOptions>(options => options.DefaultScheme = "Admin"));

        Assert.Equal((200, """{"runs":[],"deadLetters":[]}"""), await CallAsync(app, "GET", "/api/runs"));
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        Assert.Equal(200, (await CallAsync(app, "GET", "/reps/P2")).Status);
        (int status, string body) = await CallAsync(app, "GET", "/api/reps/P7/brief");
        Assert.Equal(404, status);
        Assert.Contains("P7", body, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Body)> CallAsync(TestApp app, string method, string path)
    {
        await using AsyncServiceScope scope = app.Host.Services.CreateAsyncScope();
        using MemoryStream body = new();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider };
        context.Request.Method = method;
        context.Request.Path = path;
        context.Response.Body = body;

        // As the worker hands it over: already matched, to the function's own route.
        context.SetEndpoint(new RouteEndpoint(_ => throw new InvalidOperationException(), RoutePatternFactory.Parse("api/{*path}"), 0, EndpointMetadataCollection.Empty, "worker"));
        context.Request.RouteValues["path"] = "whatever";
        IActionResult result = path.StartsWith("/api", StringComparison.Ordinal)
            ? await app.Make<Api>().RunAsync(context.Request)
            : await app.Make<Pages>().RunAsync(context.Request);

        Assert.IsType<EmptyResult>(result);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class Admin(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            ClaimsPrincipal admin = new(new ClaimsIdentity([new Claim(ClaimTypes.Role, Viewer.AdminRole)], "Admin"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(admin, "Admin")));
        }
    }
}
