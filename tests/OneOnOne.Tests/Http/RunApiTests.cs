using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

/// <summary>Runs, deliveries that wait for a person, and dead letters, from the request to the mail.</summary>
public sealed class RunApiTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private static readonly DateTimeOffset Now = PipelineCompany.Monday;

    public static TheoryData<DeliveryState, bool, ResolvedAs, string> Rules => new()
    {
        { DeliveryState.Held, false, ResolvedAs.Sent, "record Sent" },
        { DeliveryState.Unknown, false, ResolvedAs.Sent, "record Sent" },
        { DeliveryState.Sent, false, ResolvedAs.Sent, "nothing" },
        { DeliveryState.Planned, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Claimed, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Posting, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Deferred, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Refused, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Expired, false, ResolvedAs.Sent, "refuse" },
        { DeliveryState.Held, false, ResolvedAs.Resend, "record Planned" },
        { DeliveryState.Held, true, ResolvedAs.Resend, "record Planned" },
        { DeliveryState.Unknown, false, ResolvedAs.Resend, "record Planned" },
        { DeliveryState.Planned, true, ResolvedAs.Resend, "nothing" },
        { DeliveryState.Posting, true, ResolvedAs.Resend, "nothing" },
        { DeliveryState.Sent, true, ResolvedAs.Resend, "nothing" },
        { DeliveryState.Planned, false, ResolvedAs.Resend, "refuse" },
        { DeliveryState.Posting, false, ResolvedAs.Resend, "refuse" },
        { DeliveryState.Sent, false, ResolvedAs.Resend, "refuse" },
        { DeliveryState.Refused, true, ResolvedAs.Resend, "refuse" },
        { DeliveryState.Expired, true, ResolvedAs.Resend, "refuse" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_person_decides_about_what_nobody_knows_and_about_nothing_else(DeliveryState state, bool duplicate, ResolvedAs outcome, string expected)
    {
        Delivery delivery = In(state) with { PossibleDuplicate = duplicate };
        ResolveMove move = ResolveStep.Decide(delivery, outcome, Now);
        Assert.Equal(expected, move switch { ResolveMove.Record => $"record {move.Delivery.State}", ResolveMove.Nothing => "nothing", _ => "refuse" });
        if (move is ResolveMove.Record)
        {
            Assert.Equal((null, null, null, outcome == ResolvedAs.Resend, outcome == ResolvedAs.Sent ? Now : null), (move.Delivery.Owner, move.Delivery.UnknownSince, move.Delivery.Code, move.Delivery.PossibleDuplicate, move.Delivery.SettledAt));
        }
        else
        {
            Assert.Equal(delivery, move.Delivery);
        }
    }

    [Fact]
    public void Nothing_is_sent_again_once_the_one_on_one_has_begun()
    {
        Delivery held = In(DeliveryState.Held);
        Assert.IsType<ResolveMove.Refuse>(ResolveStep.Decide(held, ResolvedAs.Resend, held.StartsAt));
        Assert.IsType<ResolveMove.Record>(ResolveStep.Decide(held, ResolvedAs.Sent, held.StartsAt));
    }

    [Fact]
    public async Task A_held_delivery_that_is_resent_goes_out_once_more_however_often_it_is_asked_for()
    {
        await using EntraApp app = await HeldAsync();
        string path = await PathAsync(app);
        app.World.Mail.Answer = _ => null;
        for (int i = 0; i < 3; i++)
        {
            (int status, JsonElement body) = await ResolveAsync(app, path, """{"outcome":"resend"}""");
            Assert.Equal((200, "Planned", true), (status, body.GetProperty("state").GetString(), body.GetProperty("possibleDuplicate").GetBoolean()));
        }

        await app.World.RunAsync();
        Assert.Single(app.World.Mail.Accepted); // The manager's half still waits for a person.
        Assert.Equal(200, (await ResolveAsync(app, path, """{"outcome":"resend"}""")).Status);
        await app.World.RunAsync();
        Assert.Single(app.World.Mail.Accepted);
    }

    [Fact]
    public async Task A_held_delivery_that_is_marked_as_sent_stays_sent()
    {
        await using EntraApp app = await HeldAsync();
        string path = await PathAsync(app);
        app.World.Mail.Answer = _ => throw new InvalidOperationException("Nobody may mail it again.");
        Assert.Equal("Sent", (await ResolveAsync(app, path, """{"outcome":"sent"}""")).Body.GetProperty("state").GetString());
        Assert.Equal(200, (await ResolveAsync(app, path, """{"outcome":"sent"}""")).Status);
        (int status, JsonElement problem) = await ResolveAsync(app, path, """{"outcome":"resend"}""");
        Assert.Equal((409, "The delivery is Sent: only a delivery that is Held or Unknown is for a person to decide."), (status, problem.GetProperty("detail").GetString()));
        await app.World.RunAsync();
    }

    [Fact]
    public async Task A_resolution_that_is_none_is_refused_with_a_problem()
    {
        await using EntraApp app = await HeldAsync();
        string path = await PathAsync(app);
        foreach (string body in new[] { """{"outcome":"perhaps"}""", """{"outcome":0}""", """{"outcome":"sent","outcome":"resend"}""", "{}", "sent", "" })
        {
            (int status, JsonElement problem) = await ResolveAsync(app, path, body);
            Assert.Equal((body, 400, 400), (body, status, problem.GetProperty("status").GetInt32()));
        }

        Assert.Contains("rob Rep Held (outcome-unknown)", await app.World.StatesAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        await using EntraApp app = await HeldAsync();
        string path = await PathAsync(app);
        Assert.Equal(404, (await ResolveAsync(app, path.Replace("/rep/", "/boss/", StringComparison.Ordinal), """{"outcome":"sent"}""")).Status);
        Assert.Equal(404, (await ResolveAsync(app, "/api/runs/2026-01-01-0000000000000000/deliveries/rep/resolution", """{"outcome":"sent"}""")).Status);
        Assert.Equal(404, await app.StatusAsync("GET", "/api/runs/2026-01-01-0000000000000000", Admin(app)));
        Assert.Equal(404, await app.StatusAsync("GET", "/runs/2026-01-01-0000000000000000", Admin(app)));
    }

    [Fact]
    public async Task A_run_tells_its_parts_its_deliveries_and_what_the_provider_said()
    {
        await using EntraApp app = await HeldAsync();
        RunSummary rob = (await app.World.RunsAsync()).Single(run => run.Run.Rep.Value == "rob");
        await app.Service<IRunStore>().SaveAsync(new DeliveryEvent(rob.Run.Id, Audience.Rep, DeliveryEventKind.Bounced, Now, "550"), CancellationToken.None);
        JsonElement run = await GetAsync(app, $"/api/runs/{rob.Run.Id}");
        Assert.Equal("Slips StageOutliers Stalls", string.Join(' ', run.GetProperty("parts").EnumerateObject().Select(part => part.Name).Order(StringComparer.Ordinal)));
        Assert.Equal("Manager Held, Rep Held", string.Join(", ", run.GetProperty("deliveries").EnumerateArray().Select(one => $"{one.GetProperty("audience")} {one.GetProperty("state")}")));
        Assert.Equal("Bounced 550", string.Join(", ", run.GetProperty("events").EnumerateArray().Select(one => $"{one.GetProperty("kind")} {one.GetProperty("reason")}")));

        AngleSharp.Html.Dom.IHtmlDocument page = await PageAsync(app, $"/runs/{rob.Run.Id}");
        Assert.Equal(2, page.QuerySelectorAll("article .warn").Length);
        Assert.Contains("Rep's half, bounced (550)", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2 deliveries wait for a person: nobody knows whether they went out.", (await PageAsync(app, "/runs")).QuerySelector("main > .warn")!.TextContent);
    }

    [Theory]
    [InlineData("?from=2026-03-03&to=2026-03-03", true)]
    [InlineData("?from=2026-03-04", false)]
    [InlineData("?to=2026-03-01", false)]
    [InlineData("", true)]
    public async Task Runs_are_those_of_the_days(string query, bool there)
    {
        string[] runs = [.. (await GetAsync(shared.App, "/api/runs" + query)).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run").GetProperty("id").GetString()!)];
        Assert.Equal(there, runs.Contains(shared.Run));
    }

    [Theory]
    [InlineData("?from=yesterday", "from must be a day such as 2026-11-20.")]
    [InlineData("?to=9999-12-31", "to must be a day such as 2026-11-20.")]
    [InlineData("?from=2026-03-03&to=2026-03-02", "to must not lie before from, nor more than 365 days after it.")]
    [InlineData("?from=2020-03-03&to=2026-03-02", "to must not lie before from, nor more than 365 days after it.")]
    public async Task A_range_that_is_none_is_answered_with_what_is_allowed(string query, string detail)
    {
        EntraApp app = shared.App;
        foreach (string path in new[] { "/api/runs", "/api/meetings" })
        {
            using HttpResponseMessage answer = await app.SendAsync("GET", path + query, Admin(app));
            Assert.Equal((400, detail), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()));
        }
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_by_its_id_whatever_is_in_it_and_poison_is_refused()
    {
        await using EntraApp app = await HeldAsync();
        IRunStore runs = app.Service<IRunStore>();
        RunId run = (await app.World.RunsAsync())[0].Run.Id;
        string body = Encoding.UTF8.GetString(MessageJson.Write(new DeliverBrief(run, Audience.Rep)));
        await runs.SaveAsync(new DeadLetter("DeliverBrief:a/b c:d%e", Subscription.DeliverBrief, body, "retries-exhausted: IOException", 7, Now), CancellationToken.None);
        await runs.SaveAsync(new DeadLetter("poison", Subscription.DeliverBrief, "no message", "unreadable: body", 1, Now), CancellationToken.None);

        string path = $"/api/dead-letters/{Uri.EscapeDataString("DeliverBrief:a/b c:d%e")}/replay";
        using (HttpResponseMessage replayed = await app.SendAsync("POST", path, Admin(app)))
        {
            Assert.Equal((200, app.World.Clock.Now), ((int)replayed.StatusCode, (await replayed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("replayedAt").GetDateTimeOffset()));
        }

        using HttpResponseMessage poison = await app.SendAsync("POST", "/api/dead-letters/poison/replay", Admin(app));
        Assert.Equal((409, "The message cannot be read, now as before (unreadable: body). Sending it again would not help."), ((int)poison.StatusCode, (await poison.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()));
        JsonElement[] letters = [.. (await GetAsync(app, "/api/dead-letters")).EnumerateArray()];
        Assert.Equal([true, false], letters.OrderBy(one => one.GetProperty("id").GetString(), StringComparer.Ordinal).Select(one => one.TryGetProperty("replayedAt", out _)));
        Assert.Equal(["DeliverBrief:a/b c:d%e", "poison"], (await PageAsync(app, "/runs")).QuerySelectorAll("section h3").Select(one => one.TextContent).Order(StringComparer.Ordinal));
    }

    /// <summary>One run, both of whose mails were posted and never answered for, so that a person has to decide.</summary>
    private static async Task<EntraApp> HeldAsync()
    {
        EntraApp app = await EntraApp.StartAsync(new PipelineCompany { Reps = ["rob"] });
        app.World.Mail.CanTell = false;
        app.World.Mail.Answer = _ => new PostResult(PostOutcome.Unknown, "answer-lost");
        await app.World.RunAsync();
        app.World.Clock.Now += TimeSpan.FromMinutes(16);
        await app.World.RunAsync();
        Assert.Equal(["rob Manager Held (outcome-unknown)", "rob Rep Held (outcome-unknown)"], await app.World.StatesAsync());
        return app;
    }

    private static async Task<string> PathAsync(EntraApp app) => $"/api/runs/{(await app.World.RunsAsync())[0].Run.Id}/deliveries/rep/resolution";

    private static async Task<(int Status, JsonElement Body)> ResolveAsync(EntraApp app, string path, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", Admin(app));
        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<JsonElement> GetAsync(EntraApp app, string path)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", path, Admin(app));
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(EntraApp app, string path)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", path, Admin(app));
        return Briefs.Html.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static string Admin(EntraApp app) => Callers.SignedIn["admin"](app.Directory);

    private static Delivery In(DeliveryState state) => new()
    {
        Run = new RunId("2026-03-03-0123456789abcdef"),
        Audience = Audience.Rep,
        To = PipelineCompany.Rob,
        StartsAt = PipelineCompany.Meeting,
        State = state,
        Owner = "somebody",
        UnknownSince = state == DeliveryState.Unknown ? Now : null,
        Code = "outcome-unknown",
    };
}
