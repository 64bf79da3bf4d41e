using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http;

/// <summary>Rob and Ria report to Mia; Rob has the deals rob-1 to rob-3. Nobody else has a part in Rob's journal.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private const string Address = "/api/reps/rob/journal/commitment/c1";
    private const string Commitment = """{"text":"Send the plan","owner":"rep","due":"2026-03-09"}""";

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

    [Fact]
    public async Task A_journal_is_for_the_rep_the_present_manager_and_admins()
    {
        foreach ((string? who, int read, int write) in new[] { (null, 401, 401), ("stranger", 403, 403), ("ria", 403, 403), ("max", 403, 403), ("rob", 200, 201), ("mia", 200, 201), ("admin", 200, 201) })
        {
            Assert.Equal((who, (HttpStatusCode)read), (who, (await SendAsync(HttpMethod.Get, "/api/reps/rob/journal", who)).Status));
            foreach ((string kind, string body) in EveryKind())
            {
                string address = $"/api/reps/rob/journal/{kind}/{kind}-{who}";
                Assert.Equal((who, kind, (HttpStatusCode)write), (who, kind, (await SendAsync(HttpMethod.Put, address, who, body)).Status));
                Assert.Equal((who, kind, (HttpStatusCode)read), (who, kind, (await SendAsync(HttpMethod.Get, address, who)).Status));
            }
        }

        Assert.Equal(3 * EveryKind().Length, (await Journal().ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task Whether_somebody_exists_is_told_to_admins_alone()
    {
        foreach ((string who, HttpStatusCode status) in new[] { ("rob", HttpStatusCode.Forbidden), ("mia", HttpStatusCode.Forbidden), ("admin", HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await SendAsync(HttpMethod.Get, "/api/reps/nobody/journal", who)).Status);
            Assert.Equal(status, (await SendAsync(HttpMethod.Put, "/api/reps/nobody/journal/topic/t1", who, """{"text":"t"}""")).Status);
        }
    }

    [Fact]
    public async Task An_ex_manager_loses_the_journal_and_the_successor_takes_it_over()
    {
        Answer written = await SendAsync(HttpMethod.Put, Address, "mia", Commitment);
        await _world.IngestAsync(new PipelineCompany
        {
            TakenAt = PipelineCompany.Monday.AddHours(1),
            Person = person => person.Id == PipelineCompany.Rob ? person with { Manager = new PersonId("ria") } : person,
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, "/api/reps/rob/journal", "mia")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Put, Address, "mia", Done(), written.ETag)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, Address, "ria", Done(), written.ETag)).Status);
    }

    [Fact]
    public async Task Author_and_instant_come_from_the_sign_in_and_the_clock()
    {
        Answer created = await SendAsync(HttpMethod.Put, Address, "mia", Commitment);
        Assert.Equal("/api/reps/rob/journal/commitment/c1", created.Location);
        JsonElement entry = created.Json;
        Assert.Equal(["c1", "commitment", "Open", "Send the plan", "Rep", "2026-03-09", created.ETag], new[] { "id", "kind", "state", "text", "owner", "due", "etag" }.Select(name => entry.GetProperty(name).GetString()));
        Assert.Equal("mia Manager 2026-03-02T12:00:00+00:00", Signature(entry, "written"));

        _world.Clock.Now = _world.Clock.Now.AddDays(1);
        Answer changed = await SendAsync(HttpMethod.Put, Address, "rob", Done(), created.ETag);
        Assert.Equal((HttpStatusCode.OK, "Done"), (changed.Status, changed.Json.GetProperty("state").GetString()));
        Assert.Equal("mia Manager 2026-03-02T12:00:00+00:00", Signature(changed.Json, "written"));
        Assert.Equal("rob Rep 2026-03-03T12:00:00+00:00", Signature(changed.Json, "changed"));
        Assert.Equal("2026-03-03T12:00:00+00:00", changed.Json.GetProperty("closedAt").GetString());
    }

    [Fact]
    public async Task The_same_request_twice_makes_one_entry_and_another_one_is_told_how_to_change_it()
    {
        Answer first = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        Answer again = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, first.ETag), (first.Status, again.Status, again.ETag));
        Answer other = await SendAsync(HttpMethod.Put, Address, "rob", Commitment.Replace("plan", "bill", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Conflict, "There is an entry c1 already, and it says something else. To change it, read it and send its ETag in If-Match."), (other.Status, other.Detail));
        Answer kind = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/topic/c1", "rob", """{"text":"t"}""", first.ETag);
        Assert.Equal((HttpStatusCode.Conflict, "The id c1 belongs to a commitment. Choose another one."), (kind.Status, kind.Detail));
        Assert.Equal("Send the plan", (await Journal().FindAsync(PipelineCompany.Rob, new EntryId("c1"), CancellationToken.None))!.Value.Content.Text);
    }

    [Fact]
    public async Task A_change_needs_the_ETag_of_what_it_changes()
    {
        Answer none = await SendAsync(HttpMethod.Put, Address, "rob", Commitment, "\"1\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "There is no entry c1, so there is nothing to change. Leave If-Match out to create it."), (none.Status, none.Detail));
        Answer created = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        Answer done = await SendAsync(HttpMethod.Put, Address, "rob", Done(), created.ETag);
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.NotEqual(created.ETag, done.ETag);
        Answer again = await SendAsync(HttpMethod.Put, Address, "rob", Done(), created.ETag);
        Assert.Equal((HttpStatusCode.OK, done.ETag, done.Body), (again.Status, again.ETag, again.Body));
        foreach (string stale in new[] { created.ETag!, "W/" + done.ETag, "\"elsewhere\"" })
        {
            Answer refused = await SendAsync(HttpMethod.Put, Address, "mia", Commitment, stale);
            Assert.Equal((HttpStatusCode.PreconditionFailed, "The entry c1 changed since it was read. Read it again, and change that."), (refused.Status, refused.Detail));
        }

        Answer unreadable = await SendAsync(HttpMethod.Put, Address, "mia", Commitment, "1");
        Assert.Equal((HttpStatusCode.BadRequest, "If-Match must be the ETag that came with the entry, in its quotes, such as \"1\"."), (unreadable.Status, unreadable.Detail));
        Assert.Equal(done.ETag, (await SendAsync(HttpMethod.Get, Address, "mia")).ETag);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, Address, "mia", Commitment, "\"other\", " + done.ETag)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, Address, "mia", Done(), "*")).Status);
    }

    [Fact]
    public async Task Of_eight_that_change_one_entry_at_once_one_wins()
    {
        Answer created = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync(HttpMethod.Put, Address, i % 2 == 0 ? "rob" : "mia", $$"""{"text":"{{i}}","owner":"rep"}""", created.ETag)));
        Answer winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(winner.ETag, (await SendAsync(HttpMethod.Get, Address, "rob")).ETag);
    }

    [Fact]
    public async Task A_rep_may_not_change_what_the_manager_wrote_for_herself()
    {
        Answer topic = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/topic/t1", "mia", """{"text":"Holidays"}""");
        Answer refused = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/topic/t1", "rob", """{"text":"No holidays"}""", topic.ETag);
        Assert.Equal((HttpStatusCode.Forbidden, "Only its author and the manager may change t1."), (refused.Status, refused.Detail));
    }

    [Fact]
    public async Task What_is_over_leaves_the_list_and_stays_in_the_history()
    {
        Answer created = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/topic/t1", "rob", """{"text":"Territory"}""");
        Assert.Equal("c1 t1", await ListAsync(""));
        _world.Clock.Now = PipelineCompany.Meeting.AddMinutes(1);
        Assert.Equal("c1", await ListAsync(""));
        await SendAsync(HttpMethod.Put, Address, "rob", Done(), created.ETag);
        _world.Clock.Now = _world.Clock.Now.AddDays(100);
        Assert.Equal("", await ListAsync(""));
        Assert.Equal("c1 t1", await ListAsync("?since=2026-03-01"));
        Assert.Equal("Done", (await SendAsync(HttpMethod.Get, Address, "mia")).Json.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/reps/rob/journal/topic/c1", "rob")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(HttpMethod.Delete, Address, "mia")).Status);
    }

    private static readonly (string Entry, string Body, string Detail)[] Bad =
    [
        ("commitment/c1", """{"text":"t"}""", "owner must be one of: rep, manager."),
        ("commitment/c1", """{"text":"t","owner":"boss"}""", "owner must be one of: rep, manager."),
        ("commitment/c1", """{"text":"t","owner":1}""", "owner must be one of: rep, manager."),
        ("commitment/c1", """{"text":"t","owner":"rep","due":"9.3.2026"}""", "due must be a day such as 2026-12-01."),
        ("commitment/c1", """{"text":7,"owner":"rep"}""", "text must be a text."),
        ("commitment/c1", """{"owner":"rep"}""", "text must have 1 to 500 characters, and something to read among them."),
        ("commitment/c1", """{"text":"t","owner":"rep","written":{"person":"mia"}}""", "The body must be a JSON object with these fields and no others: text, owner, due, opportunity, state."),
        ("commitment/c1", """{"text":"t","text":"u","owner":"rep"}""", "text must be a text."),
        ("commitment/c1", """["t"]""", "The body must be a JSON object with these fields and no others: text, owner, due, opportunity, state."),
        ("commitment/c1", "null", "The body must be a JSON object with these fields and no others: text, owner, due, opportunity, state."),
        ("commitment/c1", "", "The body must be a JSON object with these fields and no others: text, owner, due, opportunity, state."),
        ("commitment/c1", """{"text":"t","owner":"rep","state":"deleted"}""", "state must be one of: open, done, dropped."),
        ("topic/t1", """{"text":"t","state":"done"}""", "state of a topic must be one of: open, dropped."),
        ("reason/r1", """{"text":"t"}""", "opportunity must have 1 to 200 characters, and something to read among them."),
        ("reason/r1", """{"text":"t","opportunity":"ria-1"}""", "opportunity must be the id of an open opportunity of rob; \"ria-1\" is none."),
        ("reason/r1", """{"text":"t","opportunity":"rob-1","about":"amounts"}""", "about must be one of: stalls, slips, stageOutliers."),
        ("snooze/s1", """{"text":"t","opportunity":"rob-1"}""", "until must be a day such as 2026-12-01."),
        ("snooze/s1", """{"text":"t","opportunity":"rob-1","until":"2026-06-01"}""", "until must be a day from 2026-03-02 to 2026-05-31."),
        ("held/h1", """{"text":"t","outcome":"met"}""", "on must be a day such as 2026-12-01."),
        ("held/h1", """{"text":"t","on":"2026-02-24","outcome":"late"}""", "outcome must be one of: met, moved, cancelled."),
        ("held/h1", """{"on":"2026-02-24","outcome":"cancelled"}""", "text must have 1 to 500 characters, and something to read among them."),
        ("commitment/c.1", Commitment, "The id must be 1 to 64 letters, digits, hyphens or underscores of ASCII."),
        ("commitment/" + new string('a', 65), Commitment, "The id must be 1 to 64 letters, digits, hyphens or underscores of ASCII."),
    ];

    [Fact]
    public async Task Bad_input_is_answered_with_what_is_allowed_and_writes_nothing()
    {
        foreach ((string entry, string body, string detail) in Bad)
        {
            Answer answer = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/" + entry, "rob", body);
            Assert.Equal((entry, body, HttpStatusCode.BadRequest, detail), (entry, body, answer.Status, answer.Detail));
        }

        Assert.Empty(await Journal().ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, CancellationToken.None));
    }

    [Fact]
    public async Task A_body_of_another_type_or_beyond_all_measure_is_refused()
    {
        Answer text = await SendAsync(HttpMethod.Put, Address, "rob", Commitment, type: "text/plain");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "The request's body has to be JSON, with the content type application/json."), (text.Status, text.Detail));
        Answer none = await SendAsync(HttpMethod.Put, Address, "rob");
        Assert.Equal((HttpStatusCode.BadRequest, "The body must be JSON, with the content type application/json."), (none.Status, none.Detail));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/diary/d1", "rob", Commitment)).Status);
        foreach (int size in new[] { 70_000, 2_000_000 })
        {
            Answer large = await SendAsync(HttpMethod.Put, Address, "rob", Commitment.PadRight(size));
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "The body must not have more than 65536 bytes."), (large.Status, large.Detail));
        }

        Answer since = await SendAsync(HttpMethod.Get, "/api/reps/rob/journal?since=yesterday", "rob");
        Assert.Equal((HttpStatusCode.BadRequest, "since must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z."), (since.Status, since.Detail));
    }

    [Fact]
    public async Task A_full_journal_says_so_until_something_in_it_is_over()
    {
        for (int i = 0; i < JournalWriter.MostInForce; i++)
        {
            await Journal().TryCreateAsync(Notes.Entry(Notes.Commitment(), $"e{i}"), CancellationToken.None);
        }

        Answer full = await SendAsync(HttpMethod.Put, Address, "rob", Commitment);
        Assert.Equal((HttpStatusCode.Conflict, "The journal has 300 open entries, and more it may not have. Mark some as done or dropped first."), (full.Status, full.Detail));
        Answer done = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/commitment/e7", "rob", Done(), "*");
        Assert.Equal(HttpStatusCode.OK, done.Status);
        _world.Clock.Now = _world.Clock.Now.AddSeconds(1);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Put, Address, "rob", Commitment)).Status);
        Answer again = await SendAsync(HttpMethod.Put, "/api/reps/rob/journal/commitment/e7", "rob", Commitment, done.ETag);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
    }

    private static string Done() => Commitment[..^1] + ""","state":"done"}""";

    private static (string Kind, string Body)[] EveryKind() =>
    [
        ("commitment", Commitment),
        ("initiative", """{"text":"Partners","status":"two signed"}"""),
        ("reason", """{"text":"New CFO","opportunity":"rob-1","about":"slips"}"""),
        ("snooze", """{"text":"Plant moves","opportunity":"rob-2","about":"stageOutliers","until":"2026-03-20"}"""),
        ("lesson", """{"text":"Ask first","stage":"Proposal","about":"stalls"}"""),
        ("topic", """{"text":"Territory"}"""),
        ("held", """{"text":"At a customer","on":"2026-02-24","outcome":"moved"}"""),
    ];

    private IJournal Journal() => _world.Start().GetRequiredService<IJournal>();

    private static string Signature(JsonElement entry, string which) => string.Join(' ', new[] { "person", "as", "at" }.Select(name => entry.GetProperty(which).GetProperty(name).GetString()));

    private async Task<string> ListAsync(string query) =>
        string.Join(' ', (await SendAsync(HttpMethod.Get, "/api/reps/rob/journal" + query, "rob")).Json.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()));

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? who, string? body = null, string? ifMatch = null, string type = "application/json")
    {
        using HttpRequestMessage request = new(method, path);
        if (who is not null)
        {
            request.Headers.Add("X-Test-Viewer", who);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using HttpResponseMessage answer = await _app!.Client.SendAsync(request);
        return new Answer(answer.StatusCode, answer.Headers.ETag?.ToString(), answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    private sealed record Answer(HttpStatusCode Status, string? ETag, string? Location, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string? Detail => Json.GetProperty("detail").GetString();
    }
}
