using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using OneOnOne.Crm;
using OneOnOne.Local.Web;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>
/// A small HubSpot on this machine: it answers what HubSpot's documentation says, refuses what it says is refused, and knows nothing of
/// who asks. Its clock stands still at the company's present.
/// </summary>
internal sealed class FakeHubSpot : IAsyncDisposable
{
    private const int Portal = 6_213_884;

    private readonly WebApplication _app;
    private readonly FakeTrouble _trouble;
    private readonly FakeHubSpotOptions _options;
    private readonly FakeHubSpotGuard _guard;
    private readonly FakeHubSpotReads _reads;
    private readonly FakeHubSpotPaths _paths;

    private FakeHubSpot(WebApplication app, FakeCompany company, FakeTrouble trouble, FakeHubSpotOptions options)
    {
        (_app, _trouble, _options) = (app, trouble, options);
        Content = new FakeHubSpotPortal(company, DateTimeZoneProviders.Tzdb[options.TimeZone]);
        _guard = new FakeHubSpotGuard(options, trouble);
        _reads = new FakeHubSpotReads(Content, _guard, options);
        Granted = [.. options.Scopes];
        _paths = new FakeHubSpotPaths(Granted);
    }

    /// <summary>The scopes of the private app; an admin may change them while it is in use.</summary>
    public HashSet<string> Granted { get; }

    public FakeHubSpotPortal Content { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Every request, as method and path with query, in the order in which they came.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What connects to it.</summary>
    public IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("HubSpot__BaseAddress", Address.GetLeftPart(UriPartial.Authority)),
        ("HubSpot__Token", _options.Token),
        ("HubSpot__ProductProperty", "product_line"),
        .. Content.Company.People.Where(person => person.Manager is not null)
            .Select(person => ($"HubSpot__Managers__{FakeHubSpotIds.Of(person.Id)}", FakeHubSpotIds.Of(person.Manager!.Value))),
    ];

    public static Task<FakeHubSpot> StartAsync(FakeCompany company, FakeTrouble trouble, string url, CancellationToken cancellation) =>
        StartAsync(company, trouble, url, new FakeHubSpotOptions(), cancellation);

    public static async Task<FakeHubSpot> StartAsync(FakeCompany company, FakeTrouble trouble, string url, FakeHubSpotOptions options, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EndsWithTheCommand>();
        WebApplication app = builder.Build();
        FakeHubSpot fake = new(app, company, trouble, options);
        app.Run(fake.AnswerAsync);
        await app.StartAsync(cancellation);
        return fake;
    }

    public static string IdOf(PersonId person) => FakeHubSpotIds.Of(person);

    public static string IdOf(OpportunityId opportunity) => FakeHubSpotIds.Of(opportunity);

    /// <summary>The company moves on to its next state.</summary>
    public void Replace(FakeCompany company) => Content.Replace(company);

    /// <summary>It is past midnight in the account's time zone: the daily allowance is whole again.</summary>
    public void NextDay() => _guard.NextDay();

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string path = FakeHubSpotPaths.Normal(context.Request.Path.Value ?? "");
        bool isSearch = path.EndsWith("/search", StringComparison.Ordinal);
        context.Response.Headers.Date = (Content.Now + _trouble.ClockAhead).ToString("R", CultureInfo.InvariantCulture);
        string sent = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        string request = $"{context.Request.Method} {path}{context.Request.QueryString} {sent}";
        lock (Asked)
        {
            Asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        }

        try
        {
            _guard.Admit(context.Request.Headers.Authorization, isSearch, request);
            _paths.Check(context.Request.Method, path);
            (int status, JsonObject answer) = Read(context.Request, path, sent);
            if (!isSearch)
            {
                Allowance(context.Response.Headers);
            }

            await WriteAsync(context, status, answer, _guard.CutsOff(request));
        }
        catch (FakeHubSpotRefusal refusal)
        {
            if (refusal.RetryAfter is { } after)
            {
                context.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            await WriteAsync(context, refusal.Status, refusal.Json(), cutOff: false);
        }
    }

    private (int Status, JsonObject Answer) Read(HttpRequest request, string path, string sent)
    {
        lock (Content.One)
        {
            return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["account-info", "details"] => (200, Details()),
                ["properties", "deals"] => (200, new JsonObject { ["results"] = FakeHubSpotPaths.DealProperties(Content) }),
                ["pipelines", "deals"] => (200, new JsonObject { ["results"] = new JsonArray([.. Content.Pipelines.Select((pipeline, index) => (JsonNode)pipeline.Json(index))]) }),
                ["owners"] => (200, _reads.Owners(request.Query)),
                ["objects", { } type] => (200, _reads.List(type, request.Query)),
                ["objects", { } type, "search"] => (200, _reads.Search(type, Body(request, sent))),
                ["objects", { } type, "batch", "read"] => _reads.Batch(type, Body(request, sent), request.Query),
                ["associations", { } from, { } to, "batch", "read"] => _reads.Associations(from, to, Body(request, sent)),
                _ => throw new FakeHubSpotRefusal(404, "OBJECT_NOT_FOUND", "resource not found"),
            };
        }
    }

    private JsonObject Details() => new()
    {
        ["portalId"] = Portal,
        ["accountType"] = "STANDARD",
        ["timeZone"] = _options.TimeZone,
        ["companyCurrency"] = Content.Currency,
        ["additionalCurrencies"] = new JsonArray(),
        ["utcOffset"] = "-05:00",
        ["utcOffsetMilliseconds"] = -18_000_000,
        ["uiDomain"] = "app.hubspot.com",
        ["dataHostingLocation"] = "na1",
    };

    private static JsonObject Body(HttpRequest request, string sent)
    {
        if (!request.HasJsonContentType())
        {
            throw new FakeHubSpotRefusal(415, "VALIDATION_ERROR", "Content-Type must be application/json");
        }

        try
        {
            return JsonNode.Parse(sent) as JsonObject ?? throw FakeHubSpotRefusal.Invalid("Invalid input JSON: an object is expected");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw FakeHubSpotRefusal.Invalid("Invalid input JSON: " + e.Message);
        }
    }

    private void Allowance(IHeaderDictionary headers)
    {
        headers["X-HubSpot-RateLimit-Daily"] = _options.DailyLimit.ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Daily-Remaining"] = (_options.DailyLimit - _guard.UsedToday).ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = "10000";
        headers["X-HubSpot-RateLimit-Max"] = _options.TenSecondLimit.ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Remaining"] = (_options.TenSecondLimit - _guard.UsedInWindow).ToString(CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject answer, bool cutOff)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(answer);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(cutOff ? bytes.AsMemory(0, bytes.Length / 2) : bytes, context.RequestAborted);
        if (cutOff)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }
}
