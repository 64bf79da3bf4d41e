using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http.Forms;

/// <summary>Rob and his manager Mia have had their mails of Monday; it is Wednesday now, the day after their one-on-one.</summary>
internal sealed partial class FormsApp : IAsyncDisposable
{
    public const string Root = "https://oneonone.example.com";

    private SignedInApp _app = null!;

    public static LinkSettings Links { get; } = With(1);

    public PipelineWorld World { get; } = new();

    public PipelineLog Log { get; } = new();

    public static LinkSettings With(byte key, byte? previous = null) => new() { Key = Key(key), PreviousKey = previous is { } old ? Key(old) : null, BaseAddress = Root };

    private static LinkKey Key(byte fill) => LinkKey.Read(Convert.ToBase64String([.. Enumerable.Repeat(fill, LinkKey.Bytes)]))!;

    public static async Task<FormsApp> StartAsync(params JournalEntry[] journal)
    {
        FormsApp app = new();
        await app.World.IngestAsync(new PipelineCompany { Reps = ["rob"] });
        app.World.Settings = app.World.Settings with { Links = Links };
        foreach (JournalEntry entry in journal)
        {
            await app.Journal.TryCreateAsync(entry, CancellationToken.None);
        }

        await app.World.RunAsync();
        app.World.Clock.Now = PipelineCompany.Meeting.AddDays(1);
        await app.ServeAsync();
        return app;
    }

    /// <summary>The web host begins anew.</summary>
    public async Task ServeAsync(LinkSettings? links = null, LimitSettings? limits = null)
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _app = await SignedInApp.StartAsync(World.Data, World.Clock, links ?? Links, Log, limits);
    }

    public IJournal Journal => World.Start().GetRequiredService<IJournal>();

    public async Task<JournalEntry[]> EntriesAsync() => [.. (await Journal.ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, CancellationToken.None)).Select(entry => entry.Value)];

    public Mail MailTo(string who) => World.Mail.Accepted.Last(mail => mail.To.Address == who + "@example.com");

    /// <summary>Path and query of the last link of that name in somebody's newest mail.</summary>
    public string Link(string who, string name) => LinksOf(MailTo(who).Text).Last(link => link.Name == name).Href[Root.Length..];

    public static (string Name, string Href)[] LinksOf(string text) =>
        [.. OfText().Matches(text).Select(match => (string.Join(' ', match.Groups["name"].Value.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), match.Groups["href"].Value))];

    /// <summary>One that we sign for whatever a test wants.</summary>
    public string Signed(FormKind form, string who, string topic = "", AnalysisPart? part = null, DateTimeOffset? expires = null, string nonce = "0123456789abcdef01234567", LinkSettings? settings = null, string rep = "rob") =>
        BriefLinks.Path + "?t=" + new LinkTokens(settings ?? Links).Write(new FormLink(form, new PersonId(who), new PersonId(rep), topic, part, expires ?? World.Clock.Now.AddDays(1), nonce));

    public async Task<Page> GetAsync(string path, string method = "GET")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage answer = await _app.Client.SendAsync(request);
        return await Page.OfAsync(answer);
    }

    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public async Task<Page> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = await _app.Client.SendAsync(request);
        return await Page.OfAsync(answer);
    }

    public Task<HttpResponseMessage> SignedInAsync(string path, string who) => _app.GetAsync(path, who);

    /// <summary>What stands in the briefs of a week later, on one line.</summary>
    public async Task<(string Rep, string Manager)> NextBriefsAsync()
    {
        World.Clock.Now = PipelineCompany.Monday.AddDays(7).AddHours(6);
        await World.RunAsync();
        return (Flat(MailTo("rob").Text), Flat(MailTo("mia").Text));
    }

    public static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await World.DisposeAsync();
    }

    [GeneratedRegex(@"- (?<name>((?!\n\s*- )[^:])+?):\s+(?<href>https://oneonone\.example\.com/\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfText();
}

internal sealed record Page(HttpStatusCode Status, string Html, string Headers)
{
    public IDocument Document => Tests.Briefs.Html.Parse(Html);

    public string Title => Document.QuerySelector("h1")?.TextContent ?? "";

    public string Text => FormsApp.Flat(string.Join(' ', Document.QuerySelectorAll("h1,p,label,legend,button").Select(element => element.TextContent)));

    public static async Task<Page> OfAsync(HttpResponseMessage answer) => new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.ToString());
}
