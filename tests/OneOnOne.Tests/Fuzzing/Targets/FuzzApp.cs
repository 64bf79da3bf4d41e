using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Http;
using OneOnOne.Http.Events;
using OneOnOne.Http.SignIn;
using OneOnOne.Ingest;
using OneOnOne.Local;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>The real pipeline of both shells, called without a socket as the Functions app calls it, over a company with runs and with real sign-in.</summary>
internal sealed class FuzzApp : IAsyncDisposable
{
    private readonly WebApplication _services;
    private readonly RequestDelegate _pipeline;
    private readonly CanaryLog _log = new();
    private readonly Dictionary<string, string> _tokens = [];

    private FuzzApp(PipelineWorld world, FakeEntraId directory, ECDsa key)
    {
        (World, Directory, Key) = (world, directory, key);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        Composition.Add(builder.Services, world.Data, world.Clock, world.Settings, () => world.Mail);
        builder.Services.AddSingleton(new EventWebhookSettings(WebhookKey.Read(EventApp.PublicOf(key))));
        builder.Services.AddOneOnOneHttp().AddSingleton(new DiscoveryWire(directory)).AddEntraId(FakeEntraId.Settings);
        builder.Services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        _services = builder.Build();
        ApplicationBuilder app = new(_services.Services);
        app.UseOneOnOneHttp();
        _pipeline = app.Build();
    }

    public PipelineWorld World { get; }

    public FakeEntraId Directory { get; }

    public ECDsa Key { get; }

    public string Run { get; private set; } = "";

    public static async Task<FuzzApp> StartAsync(ISnapshotSource? company = null)
    {
        PipelineWorld world = new();
        world.Settings = world.Settings with { Links = Http.Forms.FormsApp.Links };
        await world.IngestAsync(company ?? EntraApp.Company());
        await world.RunAsync();
        FuzzApp app = new(world, new FakeEntraId(world.Clock), ECDsa.Create(ECCurve.NamedCurves.nistP256)) { Run = (await world.RunsAsync())[0].Run.Id.Value };
        return app;
    }

    /// <param name="who">Whose token goes along: the name of a person, or admin; empty for nobody's.</param>
    public async Task<FuzzAnswer> SendAsync(string method, string target, string who, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        await using AsyncServiceScope scope = _services.Services.CreateAsyncScope();
        using MemoryStream written = new();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider, Request = { Method = method, Scheme = "https", Host = new HostString("oneonone.example"), Body = new MemoryStream(body), ContentLength = body.Length } };
        string[] parts = target.Split('?', 2);
        context.Request.Path = PathString.FromUriComponent(parts[0]);
        context.Request.QueryString = parts.Length > 1 ? new QueryString("?" + parts[1]) : QueryString.Empty;
        context.Response.Body = written;
        foreach ((string name, string value) in headers)
        {
            context.Request.Headers.Append(name, value);
        }

        if (who.Length > 0)
        {
            context.Request.Headers.Authorization = "Bearer " + TokenOf(who);
        }

        await _pipeline(context);
        FuzzAnswer answer = new(context.Response.StatusCode, context.Response.ContentType ?? "", Encoding.UTF8.GetString(written.ToArray()), context.Response.Headers);
        answer.Check();
        _log.Check();
        return answer;
    }

    public string TokenOf(string who) => _tokens.TryGetValue(who, out string? known) ? known : _tokens[who] = who == "admin"
        ? Directory.Token("boss@example.com", claims => claims["roles"] = new System.Text.Json.Nodes.JsonArray(Viewer.AdminRole))
        : Directory.Token(who + "@example.com");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Dispose();
        Key.Dispose();
        await World.DisposeAsync();
    }
}

/// <summary>What every answer has to be, whatever was asked.</summary>
internal sealed record FuzzAnswer(int Status, string Type, string Body, IHeaderDictionary Headers)
{
    public void Check()
    {
        Assert.True(Status < 500, $"{Status}: {Body}");
        Assert.All(Headers, header => Assert.DoesNotContain(header.Value.ToString(), c => char.IsControl(c)));
        Assert.Equal("nosniff", Headers.XContentTypeOptions.ToString());
        if (Type.StartsWith("text/html", StringComparison.Ordinal))
        {
            Markup.IsOurs(Body);
        }
        else if (Type.Contains("json", StringComparison.Ordinal) && Body.Length > 0)
        {
            using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(Body);
            Assert.True(Status < 400 || Type.StartsWith("application/problem+json", StringComparison.Ordinal), Type);
        }
    }
}
