using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneOnOne.Http;
using OneOnOne.Local;
using OneOnOne.Settings;

namespace OneOnOne.Tests.Http;

/// <summary>The real pages and policies on a real socket; only who signed in is made up, by a header of the test.</summary>
internal sealed class SignedInApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SignedInApp(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public static async Task<SignedInApp> StartAsync(DataFolder folder, TimeProvider? clock = null, LinkSettings? links = null, ILoggerProvider? log = null, LimitSettings? limits = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        Composition.Add(builder.Services, folder, clock ?? TimeProvider.System, OneOnOneSettings.Read(Composition.Configuration(folder)) with { Limits = limits ?? Builders.PipelineWorld.Generous, Links = links ?? new LinkSettings() });
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
            builder.Services.Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace);
        }

        builder.Services.AddOneOnOneHttp();
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, HeaderIdentity>("Test", null);
        WebApplication app = builder.Build();
        app.UseOneOnOneHttp();
        await app.StartAsync();
        return new SignedInApp(app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });
    }

    /// <param name="who">A person's id, "admin", "stranger" (signed in, but nobody of the CRM) or null for nobody.</param>
    public async Task<HttpResponseMessage> GetAsync(string path, string? who)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (who is not null)
        {
            request.Headers.Add("X-Test-Viewer", who);
        }

        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class HeaderIdentity(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string? who = Request.Headers["X-Test-Viewer"];
            Claim[]? claims = who switch
            {
                null => null,
                "admin" => [new Claim(ClaimTypes.Role, Viewer.AdminRole)],
                "stranger" => [new Claim(ClaimTypes.Name, "somebody")],
                _ => [new Claim(Viewer.PersonClaim, who)],
            };
            return Task.FromResult(claims is null
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, "Test")), "Test")));
        }
    }
}
