using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using OneOnOne.Local.Commands;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http.Limits;

public sealed class RateLimitTests(SampleCompany company) : IClassFixture<SampleCompany>
{
    private const string Cheap = "/api/meetings";
    private const string Report = "/api/findings";

    private static readonly LimitSettings Few = new() { RequestsPerMinute = 6, ReportsPerMinute = 3, FailedSignInsPerMinute = 4, EventPostsPerMinute = 2 };

    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back_and_nobody_else_notices()
    {
        await using EntraApp app = await StartAsync();
        (string rob, string ria) = (app.Directory.Token("rob@example.com"), app.Directory.Token("ria@example.com"));
        Assert.Equal("200 200 200 200 200 200 429 429", await TimesAsync(8, () => app.StatusAsync("GET", Cheap, rob)));
        Assert.Equal(429, await app.StatusAsync("GET", Cheap, null, ("X-MS-TOKEN-AAD-ID-TOKEN", rob)));
        Assert.Equal(200, await app.StatusAsync("GET", Cheap, ria));

        using HttpResponseMessage answer = await app.SendAsync("GET", Cheap, rob);
        Assert.Equal("10", answer.Headers.GetValues("Retry-After").Single());
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((429, "Too often"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("title").GetString()));
        using HttpResponseMessage page = await app.SendAsync("GET", "/", rob, ("Accept", "text/html"));
        Assert.Contains("<h1><bdi>Too often</bdi></h1>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        app.World.Clock.Now += TimeSpan.FromSeconds(9.9);
        Assert.Equal(429, await app.StatusAsync("GET", Cheap, rob));
        app.World.Clock.Now += TimeSpan.FromSeconds(0.1);
        Assert.Equal("200 429", await TimesAsync(2, () => app.StatusAsync("GET", Cheap, rob)));
        app.World.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("200 200 200 200 200 200 429", await TimesAsync(7, () => app.StatusAsync("GET", Cheap, rob)));
    }

    [Fact]
    public async Task A_person_is_known_by_the_directorys_id_whatever_the_address_or_the_token()
    {
        await using EntraApp app = await StartAsync();
        int n = 0;
        string Next(string id) => app.Directory.Token($"alias-{n++}@example.com", claims => (claims["oid"], claims["sub"]) = (id, $"pairwise-{n}"));
        Assert.Equal("200 200 200 200 200 200 429", await TimesAsync(7, () => app.StatusAsync("GET", Cheap, Next("one"))));
        Assert.Equal(200, await app.StatusAsync("GET", Cheap, Next("two")));
        string Nameless(string subject) => app.Directory.Token(null, claims =>
        {
            claims.Remove("oid");
            claims["sub"] = subject;
        });
        Assert.Equal("200 200 200 200 200 200 429", await TimesAsync(7, () => app.StatusAsync("GET", Cheap, Nameless("three"))));
        Assert.Equal(200, await app.StatusAsync("GET", Cheap, Nameless("four")));
    }

    [Theory]
    [InlineData("/api/reps/rob/brief")]
    [InlineData("/reps/rob")]
    [InlineData("/reps/rob/findings.csv")]
    [InlineData(Report)]
    [InlineData("/")]
    [InlineData("/teams/mia")]
    [InlineData("/api/teams/mia")]
    [InlineData("/thresholds?SlipCount=1")]
    [InlineData("/api/thresholds/preview?SlipCount=1")]
    public async Task What_is_computed_on_demand_has_a_limit_of_its_own(string path)
    {
        await using EntraApp app = await StartAsync();
        string admin = Callers.SignedIn["admin"](app.Directory);
        Assert.Equal("200 200 200 429", await TimesAsync(4, () => app.StatusAsync("GET", path, admin)));
        Assert.Equal(429, await app.StatusAsync("GET", Report, admin));
        Assert.Equal(200, await app.StatusAsync("GET", Cheap, admin));
        Assert.Equal(200, await app.StatusAsync("GET", Report, app.Directory.Token("rob@example.com")));
    }

    [Fact]
    public async Task An_address_that_tries_and_tries_is_told_to_wait_and_a_good_token_from_it_counts_all_the_same()
    {
        await using EntraApp app = await StartAsync();
        Assert.Equal("401 401 401 401 429 429", await TimesAsync(6, () => app.StatusAsync("GET", Cheap, "nonsense")));
        using HttpResponseMessage answer = await app.SendAsync("GET", Cheap, "nonsense");
        Assert.Equal(("15", false), (answer.Headers.GetValues("Retry-After").Single(), answer.Headers.Contains("WWW-Authenticate")));
        Assert.Equal(429, await app.StatusAsync("GET", "/api/runs", null));
        Assert.Equal(200, await app.StatusAsync("GET", Cheap, app.Directory.Token("rob@example.com")));
        Assert.Equal(200, await app.StatusAsync("GET", "/health", null));
        app.World.Clock.Now += TimeSpan.FromSeconds(15);
        Assert.Equal("401 429", await TimesAsync(2, () => app.StatusAsync("GET", Cheap, null)));
    }

    [Fact]
    public async Task Whoever_may_not_see_something_does_not_find_out_more_by_asking_often()
    {
        await using EntraApp app = await StartAsync();
        string rob = app.Directory.Token("rob@example.com");
        Assert.Equal("403 403 403 403 403 403 429", await TimesAsync(7, () => app.StatusAsync("GET", "/api/runs", rob)));
    }

    [Fact]
    public async Task The_webhook_has_a_limit_by_address_that_comes_before_its_signature()
    {
        await using PipelineWorld world = new() { Settings = new PipelineWorld().Settings with { Limits = Few } };
        await using EventApp app = await EventApp.StartAsync(world);
        Assert.Equal(HttpStatusCode.NoContent, await app.PostAsync("[]", world.Clock.Now));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.PostAsync("[]", "1", "x"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.PostAsync("[]", world.Clock.Now));
        world.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(HttpStatusCode.NoContent, await app.PostAsync("[]", world.Clock.Now));
    }

    [Fact]
    public async Task Health_is_asked_as_often_as_a_probe_likes()
    {
        await using EntraApp app = await StartAsync();
        Assert.Equal(string.Join(' ', Enumerable.Repeat(200, 50)), await TimesAsync(50, () => app.StatusAsync("GET", "/health", null)));
    }

    [Fact]
    public async Task A_laptop_has_the_same_limits_by_its_own_settings()
    {
        await File.WriteAllTextAsync(company.Folder.SettingsFile, """{"Limits":{"RequestsPerMinute":1}}""");
        try
        {
            await using WebApplication app = ServeCommand.Build(company.Folder, "http://127.0.0.1:0", null);
            await app.StartAsync();
            using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };
            Assert.Equal("200 429", await TimesAsync(2, async () =>
            {
                using HttpResponseMessage answer = await client.GetAsync(Cheap);
                return (int)answer.StatusCode;
            }));
        }
        finally
        {
            File.Delete(company.Folder.SettingsFile);
        }
    }

    private static Task<EntraApp> StartAsync() => EntraApp.StartAsync(settings: new PipelineWorld().Settings with { Limits = Few });

    private static async Task<string> TimesAsync(int times, Func<Task<int>> ask)
    {
        List<int> answers = [];
        for (int i = 0; i < times; i++)
        {
            answers.Add(await ask());
        }

        return string.Join(' ', answers);
    }
}
