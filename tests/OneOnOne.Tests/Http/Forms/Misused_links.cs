using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http.Forms;

/// <summary>Every way to get more out of a link than it gives. None writes anything, and none says anything about anybody.</summary>
public sealed class Misused_links
{
    private static readonly (string, string) Text = ("text", "mine");

    [Fact]
    public async Task With_any_character_changed_one_is_none_of_ours()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Signed(FormKind.Topic, "rob");
        string before = app.World.Dump();
        int start = path.IndexOf('=', StringComparison.Ordinal) + 1;
        for (int i = start; i < path.Length; i++)
        {
            string changed = path[..i] + (path[i] == 'A' ? 'B' : 'A') + path[(i + 1)..];
            Assert.Equal((i, HttpStatusCode.NotFound), (i, (await app.PostAsync(changed, Text)).Status));
        }

        foreach (string other in new[] { path[..^1], path + "A", path + "=", path + "%20", path[..start], BriefLinks.Path, path + "&t=x", path[..start] + new string('A', 5000), path[..start] + "%00" })
        {
            Page page = await app.PostAsync(other, Text);
            Assert.Equal((other, HttpStatusCode.NotFound, "This link does not work"), (other, page.Status, page.Title));
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(other)).Status);
        }

        Assert.Equal(before, app.World.Dump());
        Assert.Equal("Saved, thank you", (await app.PostAsync(path, Text)).Title);
    }

    [Fact]
    public async Task One_counts_until_its_instant_and_not_at_it()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        DateTimeOffset end = PipelineCompany.Meeting.AddDays(14);
        app.World.Clock.Now = end.AddTicks(-1);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(path)).Status);
        app.World.Clock.Now = end;
        foreach (Page page in new[] { await app.GetAsync(path), await app.PostAsync(path, Text) })
        {
            Assert.Equal((HttpStatusCode.Gone, "This link is too old"), (page.Status, page.Title));
        }

        Assert.Empty(await app.EntriesAsync());
    }

    [Fact]
    public async Task One_answers_once_and_then_shows_what_was_answered()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        Assert.Equal("Saved, thank you", (await app.PostAsync(path, ("text", "first"))).Title);
        foreach (string text in new[] { "first", "second" })
        {
            Page page = await app.PostAsync(path, ("text", text));
            Assert.Equal((HttpStatusCode.OK, "This was answered", "first"), (page.Status, page.Title, page.Document.QuerySelector(".good")!.TextContent));
        }

        Assert.Equal("first", Assert.Single(await app.EntriesAsync()).Content.Text);
    }

    [Fact]
    public async Task Eight_answers_at_once_by_one_link_make_one_entry()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.PostAsync(path, ("text", "text " + i))));
        string kept = Assert.Single(await app.EntriesAsync()).Content.Text;
        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, kept), (page.Status, page.Document.QuerySelector(".good")!.TextContent)));
        Assert.Single(pages, page => page.Title == "Saved, thank you");
    }

    [Fact]
    public async Task Eight_changes_at_once_by_one_link_make_one_change_and_opening_the_entry_again_makes_no_second()
    {
        await using FormsApp app = await FormsApp.StartAsync(Notes.Entry(new Initiative { Text = "Partners" }, "i1"));
        string path = app.Link("rob", "Partners");
        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.PostAsync(path, ("status", "status " + i), ("state", "Open"))));
        JournalEntry changed = Assert.Single(await app.EntriesAsync());
        Assert.All(pages, page => Assert.Contains(((Initiative)changed.Content).Status!, page.Text, StringComparison.Ordinal));
        Assert.Single(pages, page => page.Title == "Saved, thank you");

        // The manager says something else by a link of her own; the rep's link is used up all the same.
        Assert.Equal("Saved, thank you", (await app.PostAsync(app.Link("mia", "Partners"), ("status", "hers"), ("state", "Open"))).Title);
        Assert.Equal("This was answered", (await app.PostAsync(path, ("status", "again"), ("state", "Done"))).Title);
        Assert.Equal(("hers", EntryState.Open), (((Initiative)Assert.Single(await app.EntriesAsync()).Content).Status, Assert.Single(await app.EntriesAsync()).State));
    }

    [Fact]
    public async Task After_a_new_key_the_old_ones_count_as_long_as_it_is_kept()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string old = app.Link("rob", "Something to raise");
        await app.ServeAsync(FormsApp.With(2, previous: 1));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(old)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Signed(FormKind.Topic, "rob", settings: FormsApp.With(2)))).Status);
        await app.ServeAsync(FormsApp.With(2));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(old)).Status);
        await app.ServeAsync(new LinkSettings());
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(old)).Status);
    }

    /// <summary>Somebody who left, a manager who is none any more, a rep whom there is no more, and somebody who never was.</summary>
    [Theory]
    [InlineData("rob", "rob left")]
    [InlineData("mia", "rob left")]
    [InlineData("mia", "mia left")]
    [InlineData("mia", "rob changed")]
    [InlineData("ria", "nothing")]
    [InlineData("nobody", "nothing")]
    public async Task One_for_somebody_who_may_not_answer_any_more_is_refused(string who, string happened)
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Signed(FormKind.Topic, who);
        Assert.Equal(who is "rob" or "mia", (await app.GetAsync(path)).Status == HttpStatusCode.OK);
        await app.World.IngestAsync(new PipelineCompany
        {
            Reps = ["rob", "ria"],
            TakenAt = PipelineCompany.Monday.AddHours(1),
            Person = person => person with
            {
                Active = happened != person.Id.Value + " left",
                Manager = person.Id.Value == "rob" && happened == "rob changed" ? new PersonId("ria") : person.Manager,
            },
        });
        foreach (Page page in new[] { await app.GetAsync(path), await app.PostAsync(path, Text) })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "This link is no longer for you"), (page.Status, page.Title));
            Assert.DoesNotContain("rob", page.Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(await app.EntriesAsync());
    }

    [Fact]
    public async Task A_rep_opens_no_form_of_the_managers_and_changes_nothing_that_is_not_theirs()
    {
        await using FormsApp app = await FormsApp.StartAsync(
            Notes.Entry(new Plan { Text = "CANARY" }, "m-1", Notes.ByManager()),
            Notes.Entry(Notes.Commitment("Hers", Side.Manager), "c1", Notes.ByManager()));
        string before = app.World.Dump();
        foreach (string path in new[] { app.Signed(FormKind.Note, "rob"), app.Signed(FormKind.Plan, "rob"), app.Signed(FormKind.PlanEnd, "rob", "m-1"), app.Signed(FormKind.CommitmentState, "rob", "c1") })
        {
            foreach (Page page in new[] { await app.GetAsync(path), await app.PostAsync(path, Text, ("state", "Done")) })
            {
                Assert.Equal((HttpStatusCode.Forbidden, false), (page.Status, page.Html.Contains("CANARY", StringComparison.Ordinal)));
            }
        }

        Assert.Equal(before, app.World.Dump());
    }

    [Theory]
    [InlineData(FormKind.Reason, "no-such-deal")]
    [InlineData(FormKind.Snooze, "")]
    [InlineData(FormKind.CommitmentState, "gone")]
    [InlineData(FormKind.CommitmentState, "a/b")]
    [InlineData(FormKind.InitiativeStatus, "c1")]
    [InlineData(FormKind.PlanEnd, "m-9")]
    [InlineData(FormKind.Held, "tomorrow")]
    public async Task What_is_closed_or_gone_has_nothing_to_answer(FormKind form, string topic)
    {
        await using FormsApp app = await FormsApp.StartAsync(Notes.Entry(Notes.Commitment(), "c1"));
        string path = app.Signed(form, "mia", topic);
        foreach (Page page in new[] { await app.GetAsync(path), await app.PostAsync(path, Text) })
        {
            Assert.Equal((HttpStatusCode.Gone, "There is nothing to answer any more"), (page.Status, page.Title));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_sites_page_cannot_post_by_one(string header, string value)
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        using FormUrlEncodedContent content = new([KeyValuePair.Create("text", "mine")]);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync(path, content, (header, value))).Status);
        Assert.Empty(await app.EntriesAsync());
    }

    [Fact]
    public async Task Anything_but_a_small_form_is_refused()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await app.PostAsync(path, new StringContent("""{"text":"mine"}""", Encoding.UTF8, "application/json"))).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await app.PostAsync(path, new MultipartFormDataContent { { new StringContent("mine"), "text" } })).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.PostAsync(path, new StringContent("text=" + new string('a', 70_000), Encoding.UTF8, "application/x-www-form-urlencoded"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync(path, [.. Enumerable.Range(0, 50).Select(i => ("f" + i, "x"))])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(path, "PUT")).Status);
        Assert.Empty(await app.EntriesAsync());
    }

    [Fact]
    public async Task Whoever_tries_and_tries_is_told_to_wait_and_a_good_link_counts_all_the_same()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        await app.ServeAsync(limits: PipelineWorld.Generous with { FailedSignInsPerMinute = 3 });
        HttpStatusCode[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await app.GetAsync("/f?t=guess")).Status))];
        Assert.Equal((3, 2), (answers.Count(one => one == HttpStatusCode.NotFound), answers.Count(one => one == HttpStatusCode.TooManyRequests)));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Link("rob", "Something to raise"))).Status);
        Assert.Equal(5, app.Log.Of("LinkRefused").Length);
    }

    [Fact]
    public async Task No_log_has_a_link_or_an_answer()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string path = app.Link("rob", "Something to raise");
        string token = path.Split('=')[1];
        await app.GetAsync(path);
        await app.PostAsync(path, ("text", ""));
        await app.PostAsync(path, ("text", "CANARY"));
        await app.PostAsync(path, ("text", "CANARY"));
        await app.GetAsync(path[..^1]);
        app.World.Clock.Now = app.World.Clock.Now.AddDays(60);
        await app.GetAsync(path);
        string[] logged = [.. app.Log.Entries.Concat(app.World.Log.Entries).Where(entry => entry.Category.StartsWith("OneOnOne.", StringComparison.Ordinal) || entry.Level >= LogLevel.Warning).Select(entry => entry.All)];
        Assert.NotEmpty(app.Log.Of("LinkRefused"));
        Assert.All(logged, entry => Assert.False(entry.Contains(token[..40], StringComparison.Ordinal) || entry.Contains("CANARY", StringComparison.Ordinal), entry));
    }
}
