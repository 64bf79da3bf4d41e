using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Http.Events;
using OneOnOne.Http.Runs;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http;

/// <summary>S9 for requests: one word in every place of a request and in the failure behind it, and then a search in the logs and in every answer's error.</summary>
public sealed class HttpCanaryTests
{
    private const string Word = "nightingale";
    private const int Places = 12;

    [Fact]
    [Promise("S9", Places, "kinds of requests that go wrong")]
    public async Task S9_What_a_request_carries_reaches_no_log_and_no_error()
    {
        PipelineLog log = new();
        await using EntraApp app = await EntraApp.StartAsync(
            configure: builder => builder.Logging.AddProvider(log),
            change: services => services.Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Information).AddSingleton<RunBook>(_ => throw new IOException($"{Word} could not be read")));
        string admin = Callers.SignedIn["admin"](app.Directory);
        string rob = app.Directory.Token("rob@example.com", claims => (claims["name"], claims["oid"]) = (Word, Word));
        string stranger = app.Directory.Token($"{Word}@example.com");
        string forged = app.Directory.Token($"{Word}@example.com")[..^4] + "AAAA";
        (int Status, string Method, string Path, string? Token, string? Body)[] requests =
        [
            (401, "GET", $"/api/reps/{Word}/brief?asOf={Word}", null, null),
            (401, "GET", $"/api/reps/{Word}/brief", forged, null),
            (401, "GET", "/api/runs", Word, null),
            (403, "GET", $"/api/reps/{Word}/brief", rob, null),
            (403, "GET", $"/api/teams/{Word}", stranger, null),
            (403, "PUT", $"/api/reps/{Word}/journal/topic/{Word}", rob, $$"""{"text":"{{Word}}"}"""),
            (400, "PUT", $"/api/reps/rob/journal/topic/{Word}", rob, $$"""{"text":"{{Word}}","{{Word}}":1}"""),
            (400, "GET", $"/api/findings?asOf={Word}", rob, null),
            (404, "POST", EventWebhook.Path, null, $"[{Word}]"),
            (404, "GET", $"/{Word}", rob, null),
            (500, "GET", $"/api/runs?from={Word}", admin, null),
            (500, "GET", $"/runs/{Word}", admin, null),
        ];
        Assert.Equal(Places, requests.Length);
        foreach ((int status, string method, string path, string? token, string? body) in requests)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("User-Agent", Word);
            request.Headers.TryAddWithoutValidation("Referer", $"https://example.com/{Word}");
            request.Headers.TryAddWithoutValidation("Cookie", $"AppServiceAuthSession={Word}");
            request.Headers.TryAddWithoutValidation(EventWebhook.SignatureHeader, Word);
            request.Headers.TryAddWithoutValidation(EventWebhook.TimestampHeader, "1");
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            }

            using HttpResponseMessage answer = await app.Client.SendAsync(request);
            Assert.Equal((path, status), (path, (int)answer.StatusCode));
            Assert.DoesNotContain(Word, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Word, answer.Headers.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        string[] logged = [.. log.Entries.Where(entry => entry.Category.StartsWith("OneOnOne.", StringComparison.Ordinal) || entry.Level >= LogLevel.Warning).Select(entry => entry.All)];
        Assert.Equal(6, log.Of("RequestRefused").Length);
        Assert.All(logged, entry => Assert.DoesNotContain(Word, entry, StringComparison.OrdinalIgnoreCase));
    }
}
