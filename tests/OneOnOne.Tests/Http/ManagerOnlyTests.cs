using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Journal;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http;

/// <summary>Mia has a private note and a plan mark on Rob. Whatever Rob asks for, it is as if there were neither.</summary>
public sealed class ManagerOnlyTests : IAsyncLifetime
{
    private const string Journal = "/api/reps/rob/journal";

    private readonly PipelineWorld _world = new();
    private SignedInApp? _app;

    public async Task InitializeAsync()
    {
        await _world.IngestAsync(new PipelineCompany());
        _app = await SignedInApp.StartAsync(_world.Data, _world.Clock);
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _world.DisposeAsync();
    }

    /// <summary>Every way to ask for something of Rob's that he has.</summary>
    public static TheoryData<string> Requests =>
    [
        $"GET {Journal}", $"GET {Journal}?since=2026-01-01", $"GET {Journal}/note/m-1", $"GET {Journal}/plan/m-2", $"GET {Journal}/topic/m-1",
        "GET /api/reps/rob/brief", "GET /api/reps/rob/brief?format=html", "GET /api/reps/rob/brief?format=text", "GET /api/reps/rob/brief?format=page", "GET /api/reps/rob/brief?format=csv", "GET /reps/rob",
        "GET /api/reps/rob/brief?for=manager", "GET /reps/rob?for=manager", "GET /reps/rob/findings.csv", "GET /api/findings?rep=rob&format=json", "GET /api/reps/rob/audit", "GET /api/people/rob/data", "GET /",
        $$"""PUT {{Journal}}/note/m-1 {"text":"mine"}""", $$"""PUT {{Journal}}/plan/m-2 {"text":"mine"}""", $$"""PUT {{Journal}}/plan/m-2 {"text":"CANARY plan","state":"dropped"}""",
        $$"""PUT {{Journal}}/topic/m-1 {"text":"mine"}""", $$"""PUT {{Journal}}/commitment/m-2 {"text":"mine","owner":"rep"}""", $$"""PUT* {{Journal}}/topic/m-1 {"text":"mine"}""", $$"""PUT* {{Journal}}/note/m-1 {"text":"mine"}""",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_rep_gets_the_same_answers_with_and_without_them(string request)
    {
        (int, string) without = await SendAsync(request, "rob");
        await WriteAsync();
        (int, string) with = await SendAsync(request, "rob");
        if (request.EndsWith("/audit", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("CANARY", with.Item2, StringComparison.Ordinal); // That the manager wrote into the journal is told, not what.
            return;
        }

        Assert.Equal(without, with);
        Assert.Equal(["CANARY note", "CANARY plan"], (await StoredAsync()).Select(entry => entry.Content.Text));
    }

    [Fact]
    public async Task The_manager_and_admins_read_and_change_them()
    {
        await WriteAsync();
        foreach (string who in new[] { "mia", "admin" })
        {
            Assert.Contains("CANARY note", (await SendAsync($"GET {Journal}", who)).Body, StringComparison.Ordinal);
            Assert.Contains("CANARY plan", (await SendAsync($"GET {Journal}/plan/m-2", who)).Body, StringComparison.Ordinal);
            string brief = (await SendAsync("GET /api/reps/rob/brief?for=manager", who)).Body;
            Assert.Contains("CANARY note", brief, StringComparison.Ordinal);
            Assert.Contains("CANARY plan", brief, StringComparison.Ordinal);
            Assert.Equal(200, (await SendAsync($$"""PUT* {{Journal}}/note/m-1 {"text":"CANARY note after {{who}}"}""", who)).Status);
        }

        Assert.Equal(403, (await SendAsync($$"""PUT {{Journal}}/note/m-9 {"text":"mine"}""", "ria")).Status);
    }

    [Fact]
    public async Task Their_ids_are_apart_from_all_others()
    {
        (int status, string body) = await SendAsync($$"""PUT {{Journal}}/note/n1 {"text":"t"}""", "mia");
        Assert.Equal((400, true), (status, body.Contains("The id of a note must begin with m-", StringComparison.Ordinal)));
        (status, body) = await SendAsync($$"""PUT {{Journal}}/topic/m-1 {"text":"t"}""", "mia");
        Assert.Equal((400, true), (status, body.Contains("The id of a topic must not begin with m-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task How_full_the_journal_is_does_not_tell_of_them()
    {
        IJournal journal = _world.Start().GetRequiredService<IJournal>();
        await WriteAsync();
        for (int i = 0; i < JournalWriter.MostInForce - 1; i++)
        {
            await journal.TryCreateAsync(Notes.Entry(Notes.Commitment(), $"e{i}"), CancellationToken.None);
        }

        Assert.Equal(201, (await SendAsync($$"""PUT {{Journal}}/topic/last {"text":"t"}""", "rob")).Status);
        Assert.Equal(409, (await SendAsync($$"""PUT {{Journal}}/topic/more {"text":"t"}""", "rob")).Status);
        Assert.Equal(201, (await SendAsync($$"""PUT {{Journal}}/note/m-3 {"text":"t"}""", "mia")).Status);
    }

    [Fact]
    public async Task What_is_stored_about_a_rep_has_them_apart_from_the_rest()
    {
        await WriteAsync();
        _world.Clock.Now = PipelineCompany.Monday.AddHours(7);
        await _world.RunAsync();
        System.Text.Json.Nodes.JsonObject all = System.Text.Json.Nodes.JsonNode.Parse((await SendAsync("GET /api/people/rob/data", "admin")).Body)!.AsObject();
        string[] with = [.. all.Where(kind => kind.Value!.ToJsonString().Contains("CANARY", StringComparison.Ordinal)).Select(kind => kind.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(["journal entries of the manager alone", "managers' halves of briefs"], with);
        Assert.Contains("reps' halves of briefs", all.Select(kind => kind.Key));
    }

    private async Task WriteAsync()
    {
        Assert.Equal(201, (await SendAsync($$"""PUT {{Journal}}/note/m-1 {"text":"CANARY note"}""", "mia")).Status);
        Assert.Equal(201, (await SendAsync($$"""PUT {{Journal}}/plan/m-2 {"text":"CANARY plan"}""", "mia")).Status);
    }

    private async Task<JournalEntry[]> StoredAsync() =>
        [.. (await _world.Start().GetRequiredService<IJournal>().ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, CancellationToken.None)).Select(entry => entry.Value).OrderBy(entry => entry.Id)];

    /// <param name="line">Method, address and body; an asterisk behind the method sends If-Match: *.</param>
    private async Task<(int Status, string Body)> SendAsync(string line, string who)
    {
        string[] parts = line.Split(' ', 3);
        using HttpRequestMessage request = new(new HttpMethod(parts[0].TrimEnd('*')), parts[1]);
        request.Headers.Add("X-Test-Viewer", who);
        if (parts[0].EndsWith('*'))
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        if (parts.Length > 2)
        {
            request.Content = new StringContent(parts[2], Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage answer = await _app!.Client.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, System.Text.RegularExpressions.Regex.Replace(body, "\"traceId\":\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
