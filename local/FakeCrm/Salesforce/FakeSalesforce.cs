using System.Globalization;
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

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>
/// A small Salesforce on this machine that has one company: sign-in, describe, limits, queries and query jobs, as their documentation has
/// them. It reads like a strict org: what it does not know it refuses.
/// </summary>
internal sealed class FakeSalesforce : IAsyncDisposable
{
    private static readonly string[] Versions = ["50.0", "55.0", "58.0", "60.0", "61.0", "62.0", "63.0"];

    private readonly WebApplication _app;
    private readonly FakeSalesforceData _data;
    private readonly FakeSalesforceResources _resources;
    private readonly FakeSalesforceTroubles _troubles;
    private readonly TimeSpan _clockAhead;

    private FakeSalesforce(WebApplication app, FakeSalesforceData data, FakeTrouble trouble)
    {
        FakeDice dice = new(trouble.Seed);
        (_app, _data, _clockAhead) = (app, data, trouble.ClockAhead);
        Jobs = new FakeSalesforceJobs(data, trouble, dice);
        _troubles = new FakeSalesforceTroubles(trouble, dice, SignIn);
        _resources = new FakeSalesforceResources(data, new FakeSalesforceCursors(trouble, dice), Jobs, _troubles);
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
            await _troubles.WriteAsync(context, new JsonArray([.. Versions.Select(version => new JsonObject { ["label"] = "Made-up '26", ["url"] = $"/services/data/v{version}", ["version"] = version })]));
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

        await _resources.AnswerAsync(context, version, rest, number);
    }
}
