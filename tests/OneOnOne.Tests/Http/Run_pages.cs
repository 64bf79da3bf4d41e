using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OneOnOne.Briefs;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

/// <summary>What an admin decides on the pages of runs, as a browser sends it.</summary>
public sealed class Run_pages
{
    [Fact]
    public async Task A_delivery_that_nobody_knows_of_is_settled_by_the_buttons_of_its_page()
    {
        await using EntraApp app = await HeldAsync();
        string run = "/runs/" + (await app.World.RunsAsync())[0].Run.Id;
        IElement[] forms = [.. (await GetAsync(app, run)).QuerySelectorAll("form[method=post]")];
        Assert.Equal([$"{run}/deliveries/manager", $"{run}/deliveries/rep"], forms.Select(form => form.GetAttribute("action")));
        Assert.Equal(["sent", "resend"], forms[0].QuerySelectorAll("button[name=outcome]").Select(button => button.GetAttribute("value")));

        Assert.Equal((200, "Written down The delivery counts as sent. Back to the run"), await PressAsync(app, forms[0].GetAttribute("action")!, "outcome=sent"));
        Assert.Equal((200, "Written down The mail is sent once more and marked as a possible duplicate. Back to the run"), await PressAsync(app, forms[1].GetAttribute("action")!, "outcome=resend"));
        Assert.Equal(["rob Manager Sent", "rob Rep Planned"], await app.World.StatesAsync());

        // A reload asks again, and does no more.
        Assert.Equal(200, (await PressAsync(app, forms[1].GetAttribute("action")!, "outcome=resend")).Status);
        Assert.Equal((409, "Nothing was changed There is nothing to decide about this delivery: Sent. Back to the run"), await PressAsync(app, forms[0].GetAttribute("action")!, "outcome=resend"));
        IHtmlDocument after = await GetAsync(app, run);
        Assert.Empty(after.QuerySelectorAll("form"));
        Assert.Contains("possibly a duplicate", after.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_the_one_on_one_has_begun_a_mail_can_only_be_called_sent()
    {
        await using EntraApp app = await HeldAsync();
        app.World.Clock.Now = (await app.World.RunsAsync())[0].Run.StartsAt;
        string run = "/runs/" + (await app.World.RunsAsync())[0].Run.Id;
        Assert.Equal(["sent", "sent"], (await GetAsync(app, run)).QuerySelectorAll("button[name=outcome]").Select(button => button.GetAttribute("value")));
        Assert.Equal(
            (409, "Nothing was changed The one-on-one has begun, so it cannot be sent again. What is left is to write down that it went out. Back to the run"),
            await PressAsync(app, run + "/deliveries/rep", "outcome=resend"));
        Assert.Equal(["rob Manager Held (outcome-unknown)", "rob Rep Held (outcome-unknown)"], await app.World.StatesAsync());
    }

    [Theory]
    [InlineData("rep", "outcome=maybe", "application/x-www-form-urlencoded", 400)]
    [InlineData("rep", "", "application/x-www-form-urlencoded", 400)]
    [InlineData("boss", "outcome=sent", "application/x-www-form-urlencoded", 404)]
    [InlineData("rep", """{"outcome":"sent"}""", "application/json", 415)]
    public async Task What_is_no_answer_of_the_form_changes_nothing(string half, string body, string type, int status)
    {
        await using EntraApp app = await HeldAsync();
        string run = "/runs/" + (await app.World.RunsAsync())[0].Run.Id;
        Assert.Equal(status, (await PressAsync(app, $"{run}/deliveries/{half}", body, type)).Status);
        Assert.Equal(["rob Manager Held (outcome-unknown)", "rob Rep Held (outcome-unknown)"], await app.World.StatesAsync());
    }

    [Fact]
    public async Task A_dead_letter_is_sent_again_by_its_button_and_poison_is_refused()
    {
        await using EntraApp app = await HeldAsync();
        RunId run = (await app.World.RunsAsync())[0].Run.Id;
        string body = Encoding.UTF8.GetString(MessageJson.Write(new DeliverBrief(run, Audience.Rep)));
        await app.Service<IRunStore>().SaveAsync(new DeadLetter("DeliverBrief:a/b c:d%e", Subscription.DeliverBrief, body, "retries-exhausted: IOException", 7, app.World.Clock.Now), CancellationToken.None);
        await app.Service<IRunStore>().SaveAsync(new DeadLetter("poison", Subscription.DeliverBrief, "no message", "unreadable: body", 1, app.World.Clock.Now), CancellationToken.None);
        string[] actions = [.. (await GetAsync(app, "/runs")).QuerySelectorAll("form[method=post]").Select(form => form.GetAttribute("action")!).Order(StringComparer.Ordinal)];
        Assert.Equal((200, "Sent again The message DeliverBrief:a/b c:d%e was put back into its queue. All runs"), await PressAsync(app, actions[0], ""));
        Assert.Equal((409, "Not sent The message cannot be read, now as before (unreadable: body). Sending it again would not help. All runs"), await PressAsync(app, actions[1], ""));
        Assert.Equal((404, "Not found There is nothing here. To the first page"), await PressAsync(app, "/dead-letters/none/replay", ""));
        Assert.Single((await GetAsync(app, "/runs")).QuerySelectorAll("article p.soft"), line => line.TextContent.StartsWith("Sent again ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_sites_form_presses_no_button()
    {
        await using EntraApp app = await HeldAsync();
        string run = "/runs/" + (await app.World.RunsAsync())[0].Run.Id;
        Assert.Equal(403, (await PressAsync(app, run + "/deliveries/rep", "outcome=sent", headers: ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(403, (await PressAsync(app, run + "/deliveries/rep", "outcome=sent", headers: ("Origin", "https://evil.example"))).Status);
        Assert.Equal(["rob Manager Held (outcome-unknown)", "rob Rep Held (outcome-unknown)"], await app.World.StatesAsync());
    }

    [Fact]
    public async Task People_are_called_by_their_names()
    {
        await using EntraApp app = await HeldAsync();
        IHtmlDocument list = await GetAsync(app, "/runs");
        Assert.Equal("rob Rep with Mia Manager", list.QuerySelector("tbody th")!.Text());
        Assert.Equal("2 deliveries wait for a person: nobody knows whether they went out.", list.QuerySelector("main > .warn")!.TextContent);
        Assert.Equal(2, list.QuerySelectorAll("tbody td .warn").Length);
    }

    [Fact]
    public void Every_state_and_event_has_words_in_every_language()
    {
        foreach (Language language in Language.Tags.Select(Language.Of))
        {
            Assert.All(Enum.GetNames<DeliveryState>(), state => Assert.NotEmpty(language["Delivery" + state]));
            Assert.All(Enum.GetNames<DeliveryEventKind>(), kind => Assert.NotEmpty(language["Event" + kind]));
        }
    }

    private static async Task<EntraApp> HeldAsync()
    {
        EntraApp app = await EntraApp.StartAsync(new PipelineCompany { Reps = ["rob"] });
        app.World.Mail.CanTell = false;
        app.World.Mail.Answer = _ => new PostResult(PostOutcome.Unknown, "answer-lost");
        await app.World.RunAsync();
        app.World.Clock.Now += TimeSpan.FromMinutes(16);
        await app.World.RunAsync();
        return app;
    }

    private static async Task<(int Status, string Text)> PressAsync(EntraApp app, string path, string body, string type = "application/x-www-form-urlencoded", params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = new("Bearer", Callers.SignedIn["admin"](app.Directory));
        foreach ((string name, string value) in headers.Prepend(("Accept", "text/html")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        return ((int)answer.StatusCode, OneOnOne.Tests.Briefs.Html.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("main")!.Text());
    }

    private static async Task<IHtmlDocument> GetAsync(EntraApp app, string path)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", path, Callers.SignedIn["admin"](app.Directory));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return OneOnOne.Tests.Briefs.Html.Parse(await answer.Content.ReadAsStringAsync());
    }
}
