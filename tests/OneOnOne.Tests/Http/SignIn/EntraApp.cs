using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Http;
using OneOnOne.Http.SignIn;
using OneOnOne.Local;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>
/// The real pages, policies and sign-in on a real socket, over a small company: boss leads mia and max, mia leads rob and ria, max leads
/// sam. Only the directory's wire and the clock are made up.
/// </summary>
internal sealed class EntraApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EntraApp(PipelineWorld world, FakeEntraId directory, WebApplication app)
    {
        (World, Directory, _app) = (world, directory, app);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public PipelineWorld World { get; }

    public FakeEntraId Directory { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<RouteEndpoint> Routes => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static PipelineCompany Company(Func<PersonRow, PersonRow>? change = null, int edition = 1) => new()
    {
        Reps = ["boss", "max", "rob", "ria", "sam"],
        Edition = edition,
        TakenAt = PipelineCompany.Monday.AddMinutes(edition),
        Person = row => (change ?? (same => same))(row with { Manager = ManagerOf(row.Id.Value) is { } manager ? new PersonId(manager) : null }),
    };

    /// <param name="configure">What this host is started with besides.</param>
    /// <param name="change">What is put in place of the app's own.</param>
    public static async Task<EntraApp> StartAsync(PipelineCompany? company = null, Action<WebApplicationBuilder>? configure = null, OneOnOneSettings? settings = null, Action<IServiceCollection>? change = null)
    {
        PipelineWorld world = await PipelineWorld.WithAsync(company ?? Company());
        world.Settings = settings ?? world.Settings;
        FakeEntraId directory = new(world.Clock);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        Composition.Add(builder.Services, world.Data, world.Clock, world.Settings, () => world.Mail);
        builder.Services.AddOneOnOneHttp().AddSingleton(new DiscoveryWire(directory)).AddEntraId(FakeEntraId.Settings);
        change?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.UseOneOnOneHttp();
        await app.StartAsync();
        return new EntraApp(world, directory, app);
    }

    /// <param name="token">Null: nobody signs in.</param>
    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? token, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (method == "POST")
        {
            // A program sends JSON to the API, a browser a page's form.
            request.Content = path.StartsWith("/api", StringComparison.Ordinal)
                ? new StringContent("""{"outcome":"sent"}""", System.Text.Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent([KeyValuePair.Create("outcome", "sent")]);
        }

        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    public async Task<int> StatusAsync(string method, string path, string? token, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, token, headers);
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Directory.Dispose();
        await World.DisposeAsync();
    }

    private static string? ManagerOf(string person) => person switch
    {
        "mia" or "max" => "boss",
        "rob" or "ria" => "mia",
        "sam" => "max",
        _ => null,
    };
}
