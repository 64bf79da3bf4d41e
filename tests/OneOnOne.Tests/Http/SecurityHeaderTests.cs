using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Http;
using OneOnOne.Http.Events;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

/// <summary>What a browser is told with every answer, whatever became of the question.</summary>
public sealed partial class SecurityHeaderTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private static readonly string[] Always =
    [
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
    ];

    private static readonly string[] Accepted = ["application/json", "text/html"];

    [Fact]
    public async Task Every_endpoint_answers_everybody_with_them()
    {
        HashSet<int> seen = [];
        string?[] tokens = [null, "nonsense", Callers.SignedIn["stranger"](shared.App.Directory), Callers.SignedIn["rob"](shared.App.Directory), Callers.SignedIn["admin"](shared.App.Directory)];
        string[] requests = [.. AuthorizationMatrixTests.Table.Select(row => row.Request.Replace("{run}", shared.Run, StringComparison.Ordinal)), "GET /health", "HEAD /", "POST " + EventWebhook.Path];
        foreach (string request in requests)
        {
            foreach (string? token in tokens)
            {
                foreach (string accepted in Accepted)
                {
                    seen.Add(await CheckAsync(shared.App, request, token, accepted));
                }
            }
        }

        Assert.Equal([200, 302, 400, 401, 403, 404, 415], seen.Order());
    }

    [Fact]
    public async Task Every_other_status_has_them_too()
    {
        string admin = Callers.SignedIn["admin"](shared.App.Directory);
        foreach (string accepted in Accepted)
        {
            Assert.Equal(404, await CheckAsync(shared.App, "GET /nothing-here", admin, accepted));
            Assert.Equal(405, await CheckAsync(shared.App, "DELETE /api/runs", admin, accepted));
            Assert.Equal(400, await CheckAsync(shared.App, "GET /thresholds?SlipCount=x", admin, accepted));
            Assert.Equal(415, await CheckAsync(shared.App, $"POST /api/runs/{shared.Run}/deliveries/rep/resolution", admin, accepted, new StringContent("outcome=sent", Encoding.UTF8, "text/plain")));
            Assert.Equal(413, await CheckAsync(shared.App, "PUT /api/reps/rob/journal/topic/t", admin, accepted, new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json")));
            Assert.Equal(405, await CheckAsync(shared.App, "TRACE /api/runs", admin, accepted));
            Assert.Equal(200, await CheckAsync(shared.App, "GET /api/reps/rob/brief?format=html", admin, accepted));
            Assert.Equal(403, await CheckAsync(shared.App, "POST /api/dead-letters/none/replay", admin, accepted, headers: ("Sec-Fetch-Site", "cross-site")));
        }
    }

    [Fact]
    public async Task Failures_have_them_too()
    {
        await using EntraApp app = await EntraApp.StartAsync(change: services => services.AddSingleton<OneOnOne.Http.Runs.RunBook>(_ => throw new IOException("canary")));
        app.Directory.Down = true;
        Assert.Equal(503, await CheckAsync(app, "GET /api/runs", app.Directory.Token("rob@example.com"), "text/html"));
        app.Directory.Down = false;
        app.World.Clock.Now += TimeSpan.FromMinutes(1);
        foreach (string accepted in Accepted)
        {
            Assert.Equal(500, await CheckAsync(app, "GET /runs", Callers.SignedIn["admin"](app.Directory), accepted));
        }
    }

    [Theory]
    [InlineData("/reps/rob/findings.csv")]
    [InlineData("/api/findings?rep=rob")]
    [InlineData("/api/reps/rob/brief?format=csv")]
    public async Task A_CSV_file_is_one_to_keep_under_a_name_of_ours(string path)
    {
        using HttpResponseMessage answer = await shared.App.SendAsync("GET", path, shared.App.Directory.Token("rob@example.com"));
        Assert.Equal("attachment; filename=\"findings.csv\"", answer.Content.Headers.ContentDisposition?.ToString());
    }

    [Theory]
    [InlineData("https", "max-age=31536000; includeSubDomains")]
    [InlineData("http", "")]
    public async Task Over_https_a_browser_is_told_to_come_back_over_https_alone(string scheme, string expected)
    {
        await using ServiceProvider nothing = new ServiceCollection().BuildServiceProvider();
        ApplicationBuilder app = new(nothing);
        app.UseSecurityHeaders();
        DefaultHttpContext context = new() { Request = { Scheme = scheme } };
        await app.Build()(context);
        Assert.Equal(expected, context.Response.Headers.StrictTransportSecurity.ToString());
    }

    private static async Task<int> CheckAsync(EntraApp app, string request, string? token, string accepted, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        string[] parts = request.Split(' ');
        using HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Client.BaseAddress };
        using HttpRequestMessage question = new(new HttpMethod(parts[0]), parts[1]) { Content = body };
        foreach ((string name, string value) in headers.Prepend(("Accept", accepted)))
        {
            question.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            question.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        using HttpResponseMessage answer = await browser.SendAsync(question);
        string[] given = [.. answer.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")];
        Assert.Equal((request, ""), (request, string.Join(", ", Always.Except(given))));
        Assert.StartsWith("accelerometer=(), ", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Match policy = Policy().Match(answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(policy.Success, request);
        string text = await answer.Content.ReadAsStringAsync();
        string? type = answer.Content.Headers.ContentType?.ToString();
        Assert.True(text.Length == 0 || type?.EndsWith("charset=utf-8", StringComparison.Ordinal) == true || type is "application/problem+json" or "application/json;charset=utf-8", $"{request}: {type}");
        if (type?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            CheckPage(text, policy.Groups["styles"].Value.Split(' '), policy.Groups["forms"].Value);
        }

        return (int)answer.StatusCode;
    }

    /// <summary>All that a page has is allowed to it.</summary>
    private static void CheckPage(string html, string[] styles, string forms)
    {
        using IDocument page = new HtmlParser().ParseDocument(html);
        Assert.Empty(page.QuerySelectorAll("script,img,link,iframe,object,embed,base"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(page.QuerySelectorAll("style"), sheet => Assert.Contains(Hash(sheet.TextContent), styles));
        IElement[] styled = [.. page.QuerySelectorAll("[style]")];
        Assert.All(styled, element => Assert.Contains(Hash(element.GetAttribute("style")!), styles));
        Assert.Equal(styled.Length > 0, styles.Contains("'unsafe-hashes'"));
        Assert.Equal(page.QuerySelector("form") is null ? "'none'" : "'self'", forms);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    [GeneratedRegex(
        @"^default-src 'none'; style-src (?<styles>'sha256-[A-Za-z0-9+/=]{44}'( 'sha256-[A-Za-z0-9+/=]{44}' 'unsafe-hashes'( 'sha256-[A-Za-z0-9+/=]{44}')+)?); object-src 'none'; base-uri 'none'; form-action (?<forms>'none'|'self'); frame-ancestors 'none'\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Policy();
}
