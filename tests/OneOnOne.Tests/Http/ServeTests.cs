using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using OneOnOne.Local.Commands;

namespace OneOnOne.Tests.Http;

public sealed class ServeTests(SampleCompany company) : IClassFixture<SampleCompany>
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://192.168.1.4:5080")]
    [InlineData("http://example.com")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081")]
    [InlineData("nonsense")]
    public void Serve_has_no_sign_in_and_so_refuses_any_address_but_loopback(string urls)
    {
        UserErrorException refusal = Assert.Throws<UserErrorException>(() => ServeCommand.Build(company.Folder, urls, null));
        Assert.StartsWith("--urls is \"", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("but serve has no sign-in and answers on a loopback address only, such as http://127.0.0.1:5080.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_internet_cannot_read_it_under_a_name_of_its_own()
    {
        await using Served served = await Served.StartAsync(company);
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/findings") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage answer = await served.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_framing_and_caching()
    {
        await using Served served = await Served.StartAsync(company);
        foreach (string path in new[] { "/", "/reps/rep-01", "/api/findings", "/nothing-here", "/health" })
        {
            using HttpResponseMessage answer = await served.Client.GetAsync(path);
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Theory]
    [InlineData("rep-01", 200, 403, 403)]
    [InlineData("mgr-1", 200, 200, 200)]
    [InlineData("mgr-2", 403, 403, 403)]
    public async Task Served_as_a_person_it_shows_what_that_person_may_see(string person, int own, int managers, int team)
    {
        await using Served served = await Served.StartAsync(company, new OneOnOne.Crm.PersonId(person));
        Assert.Equal((own, managers, team, 403), (await StatusAsync("/api/reps/rep-01/brief"), await StatusAsync("/api/reps/rep-01/brief?for=manager"), await StatusAsync("/teams/mgr-1"), await StatusAsync("/api/runs")));

        async Task<int> StatusAsync(string path)
        {
            using HttpResponseMessage answer = await served.Client.GetAsync(path);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Served_as_nobody_known_it_does_not_start()
    {
        StringWriter error = new();
        Assert.Equal(1, await OneOnOne.Local.CommandLine.RunAsync(["serve", "--as", "rep-1", "--data", company.Folder.Root], OneOnOne.Local.Terminal.Plain(TextWriter.Null, error)));
        Assert.StartsWith("There is no person \"rep-1\".", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sites_page_cannot_make_this_machines_browser_change_anything()
    {
        await using Served served = await Served.StartAsync(company);
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/dead-letters/none/replay") { Headers = { { "Origin", "https://evil.example" } } };
        using HttpResponseMessage answer = await served.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/reps/rep-01/brief?for=boss", "for must be one of: manager, rep.")]
    [InlineData("/api/reps/rep-01/brief?for=1", "for must be one of: manager, rep.")]
    [InlineData("/api/findings?format=csv,json", "format must be one of: csv, json.")]
    [InlineData("/api/findings?format=xml", "format must be one of: csv, json.")]
    [InlineData("/api/findings?asOf=9999-12-31", "asOf must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.")]
    [InlineData("/api/findings?asOf=yesterday", "asOf must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.")]
    [InlineData("/api/findings?asOf=0001-01-01", "asOf must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.")]
    [InlineData("/api/reps/rep-01/brief?asOf=9999-12-31", "asOf must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.")]
    public async Task A_bad_question_is_answered_with_what_is_allowed(string path, string detail)
    {
        await using Served served = await Served.StartAsync(company);
        using HttpResponseMessage answer = await served.Client.GetAsync(path);
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, detail), (answer.StatusCode, problem.RootElement.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("1900-01-01")]
    [InlineData("2199-12-31T23:59:59Z")]
    public async Task A_brief_can_be_asked_for_any_instant_that_is_allowed(string asOf)
    {
        await using Served served = await Served.StartAsync(company);
        foreach (string format in new[] { "json", "page" })
        {
            using HttpResponseMessage answer = await served.Client.GetAsync($"/api/reps/rep-01/brief?for=manager&format={format}&asOf={asOf}");
            Assert.Equal((format, HttpStatusCode.OK), (format, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("text")]
    [InlineData("csv")]
    public async Task The_command_line_and_the_page_give_the_same_bytes(string format)
    {
        await using Served served = await Served.StartAsync(company);
        StringWriter printed = new();
        Assert.Equal(0, await OneOnOne.Local.CommandLine.RunAsync(["brief", "rep-01", "--for", "manager", "--format", format, "--data", company.Folder.Root], OneOnOne.Local.Terminal.Plain(printed, TextWriter.Null)));
        Assert.Equal(printed.ToString(), await served.Client.GetStringAsync($"/api/reps/rep-01/brief?for=manager&format={format}"));
    }

    private sealed class Served(WebApplication app) : IAsyncDisposable
    {
        public HttpClient Client { get; } = new() { BaseAddress = new Uri(app.Urls.First()) };

        public static async Task<Served> StartAsync(SampleCompany company, OneOnOne.Crm.PersonId? servedAs = null)
        {
            WebApplication app = ServeCommand.Build(company.Folder, "http://127.0.0.1:0", null, servedAs);
            await app.StartAsync();
            return new Served(app);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await app.DisposeAsync();
        }
    }
}
