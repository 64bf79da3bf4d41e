using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Local.Web;

namespace OneOnOne.Local.FakeCrm;

/// <summary>
/// A small Salesforce on this machine that has one company: sign-in, describe, limits, queries and query jobs, as their documentation has
/// them. It reads like a strict org: what it does not know it refuses.
/// </summary>
internal sealed class FakeSalesforce : IAsyncDisposable
{
    private static readonly string[] Versions = ["50.0", "55.0", "58.0", "60.0", "61.0", "62.0", "63.0"];

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly WebApplication _app;
    private readonly FakeSalesforceData _data;
    private readonly FakeSalesforceCursors _cursors;
    private readonly FakeSalesforceTroubles _troubles;
    private readonly TimeSpan _clockAhead;

    private FakeSalesforce(WebApplication app, FakeSalesforceData data, FakeTrouble trouble)
    {
        FakeDice dice = new(trouble.Seed);
        (_app, _data, _clockAhead) = (app, data, trouble.ClockAhead);
        _cursors = new FakeSalesforceCursors(trouble, dice);
        Jobs = new FakeSalesforceJobs(data, trouble, dice);
        _troubles = new FakeSalesforceTroubles(trouble, dice, SignIn);
    }

    public static Task<FakeSalesforce> StartAsync(FakeCompany company, FakeTrouble trouble, string url, CancellationToken cancellation) =>
        StartAsync(company, trouble, new FakeSalesforceOrg(), url, cancellation);

    public static async Task<FakeSalesforce> StartAsync(FakeCompany company, FakeTrouble trouble, FakeSalesforceOrg org, string url, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EndsWithTheCommand>();
        WebApplication app = builder.Build();
        FakeSalesforce fake = new(app, new FakeSalesforceData(company, org), trouble);
        app.Run(fake.AnswerAsync);
        await app.StartAsync(cancellation);
        fake.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return fake;
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public FakeSalesforceSignIn SignIn { get; } = new();

    public FakeSalesforceJobs Jobs { get; }

    /// <summary>The requests that it was asked so far, oldest first, as method and path with its query.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Called with the number of each request before it is answered.</summary>
    public Action<int>? Asked { get; set; }

    /// <summary>What connects to it.</summary>
    public IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Salesforce__Url", Url),
        ("Salesforce__ClientId", SignIn.ClientId),
        ("Salesforce__ClientSecret", SignIn.ClientSecret),
        ("Salesforce__ProductField", "Product__c"),
        .. _data.MultiCurrency ? [] : new[] { ("Salesforce__Currency", _data.Currency) },
    ];

    private string Url => Address.GetLeftPart(UriPartial.Authority);

    private DateTimeOffset Now => _data.Now + _clockAhead;

    /// <summary>The record that a deal of the company became.</summary>
    public static string IdOf(OpportunityId id) => FakeSalesforceData.IdOf(id);

    public static string IdOf(PersonId id) => FakeSalesforceData.IdOf(id);

    /// <summary>Moves on: what differs gets a new stamp, what is gone is deleted.</summary>
    public void Replace(FakeCompany company) => _data.Replace(company);

    /// <summary>Deleted records are gone for good.</summary>
    public void EmptyBin() => _data.EmptyBin();

    /// <summary>Changes a record, or adds one, as somebody does who is not of the company.</summary>
    public void Set(string @object, string id, params ReadOnlySpan<(string Field, object? Value)> values)
    {
        FakeRecord record = _data.Table(@object).Find(id) ?? new FakeRecord(id) { ["IsDeleted"] = false, ["CreatedDate"] = _data.Now, ["SystemModstamp"] = _data.Now };
        foreach ((string field, object? value) in values)
        {
            record[field] = value;
        }

        _data.Table(@object).Set(record);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SignIn.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        int number;
        lock (Requests)
        {
            Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            number = Requests.Count;
        }

        Asked?.Invoke(number);
        context.Response.Headers.Date = Now.ToString("R", CultureInfo.InvariantCulture);
        try
        {
            await _troubles.BeforeAsync(context);
            await RouteAsync(context, number);
        }
        catch (FakeRefusal refusal)
        {
            await _troubles.WriteAsync(context, refusal.Status, "application/json;charset=UTF-8", JsonSerializer.Serialize(new[] { new { message = refusal.Message, errorCode = refusal.Code } }));
        }
    }

    private async Task RouteAsync(HttpContext context, int number)
    {
        string path = context.Request.Path.Value!.TrimEnd('/');
        if (path == "/services/oauth2/token" && HttpMethods.IsPost(context.Request.Method))
        {
            (int status, object answer) = await SignIn.AnswerAsync(context.Request, Url, Now, context.RequestAborted);
            await _troubles.WriteAsync(context, status, "application/json;charset=UTF-8", JsonSerializer.Serialize(answer));
            return;
        }

        if (path == "/services/data")
        {
            await JsonAsync(context, new JsonArray([.. Versions.Select(version => new JsonObject { ["label"] = "Made-up '26", ["url"] = $"/services/data/v{version}", ["version"] = version })]));
            return;
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["services", "data", ['v', .. string version], .. string[] rest])
        {
            throw FakeRefusal.NotFound();
        }

        if (!SignIn.IsGood(context.Request.Headers.Authorization.ToString()))
        {
            throw FakeRefusal.SignedOut();
        }

        context.Response.Headers["Sforce-Limit-Info"] = string.Create(CultureInfo.InvariantCulture, $"api-usage={number}/{_data.Org.DailyRequests}");
        if (number > _data.Org.DailyRequests)
        {
            throw new FakeRefusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }

        if (!Versions.Contains(version))
        {
            throw FakeRefusal.NotFound();
        }

        await ResourceAsync(context, version, rest, number);
    }

    private async Task ResourceAsync(HttpContext context, string version, string[] rest, int number)
    {
        FakeSalesforceQueries queries = new(_data, _cursors, context, version);
        switch (context.Request.Method, rest)
        {
            case ("GET", ["limits"]):
                await JsonAsync(context, new JsonObject
                {
                    ["DailyApiRequests"] = Limit(_data.Org.DailyRequests, _data.Org.DailyRequests - number),
                    ["DailyBulkV2QueryJobs"] = Limit(10_000, 10_000 - Jobs.Made),
                    ["DailyBulkV2QueryFileStorageMB"] = Limit(976_562, 976_562),
                });
                break;
            case ("GET", ["sobjects", string name, "describe"]):
                await JsonAsync(context, FakeSalesforceDescribe.Of(_data.Object(name) ?? throw FakeRefusal.NotFound()));
                break;
            case ("GET", ["query" or "queryAll"]):
                await JsonAsync(context, queries.Answer(all: rest[0] == "queryAll"));
                break;
            case ("GET", ["query" or "queryAll", string locator]):
                await JsonAsync(context, queries.More(locator));
                break;
            case (_, ["jobs", "query", ..]) when !_data.Org.HasBulk:
                throw new FakeRefusal(403, "FUNCTIONALITY_NOT_ENABLED", "This functionality is not enabled for this organization.");
            case ("POST", ["jobs", "query"]):
                await JsonAsync(context, Jobs.Create(await BodyAsync(context), version));
                break;
            case ("GET", ["jobs", "query", string job]):
                await JsonAsync(context, Jobs.Poll(job, version));
                break;
            case ("GET", ["jobs", "query", string job, "results"]):
                await ResultsAsync(context, version, job);
                break;
            case ("PATCH", ["jobs", "query", string job]):
                await JsonAsync(context, Jobs.Abort(job, await BodyAsync(context), version));
                break;
            case ("DELETE", ["jobs", "query", string job]):
                Jobs.Delete(job, version);
                context.Response.StatusCode = 204;
                break;
            default:
                throw FakeRefusal.NotFound();
        }
    }

    private async Task ResultsAsync(HttpContext context, string version, string job)
    {
        string? most = context.Request.Query["maxRecords"];
        if (most is not null && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) || asked == 0))
        {
            throw new FakeRefusal(400, "INVALIDPARAMETER", "maxRecords must be a positive integer");
        }

        (string csv, int rows, string locator) = Jobs.Results(job, version, context.Request.Query["locator"], Math.Min(most is null ? int.MaxValue : int.Parse(most, CultureInfo.InvariantCulture), _data.Org.MostResults));
        context.Response.Headers["Sforce-NumberOfRecords"] = rows.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Sforce-Locator"] = locator;
        await _troubles.WriteAsync(context, 200, "text/csv", csv);
    }

    private static JsonObject Limit(int most, int left) => new() { ["Max"] = most, ["Remaining"] = left };

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new FakeRefusal(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type header specified in HTTP request is not supported: " + context.Request.ContentType);
        }

        try
        {
            return (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FakeRefusal(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");
        }
    }

    private Task JsonAsync(HttpContext context, JsonNode answer) => _troubles.WriteAsync(context, 200, "application/json;charset=UTF-8", answer.ToJsonString(AsItIs));
}
