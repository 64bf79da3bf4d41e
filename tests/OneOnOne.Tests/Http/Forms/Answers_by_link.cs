using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Privacy;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Http.Forms;

/// <summary>The whole loop: a link in a mail, a look that changes nothing, an answer, and what the next brief says.</summary>
public sealed class Answers_by_link
{
    private static readonly JournalEntry[] Known =
    [
        Notes.Entry(Notes.Commitment("Send the plan"), "c1", Notes.ByManager(PipelineCompany.Monday)),
        Notes.Entry(new Initiative { Text = "Partner programme" }, "i1", Notes.ByRep(PipelineCompany.Monday)),
        Notes.Entry(new Plan { Text = "Forty calls" }, "m-1", Notes.ByManager(PipelineCompany.Monday)),
    ];

    /// <summary>Whose mail, which link, what is filled in, and what the next briefs of the rep and of the manager say; empty: nothing of it.</summary>
    public static TheoryData<string, string, string, string, string> Loops => new()
    {
        { "rob", "Another reason", "why=budget&words=Their CFO left", "Your reason, Wed 4 Mar: The budget is not released. Their CFO left.", "rob's reason, Wed 4 Mar: The budget is not released. Their CFO left." },
        { "rob", "The customer moved the date", "why=customer", "Your reason, Wed 4 Mar: The customer moved the date.", "rob's reason, Wed 4 Mar: The customer moved the date." },
        { "mia", "Note the reason", "why=other&words=New CFO", "Reason noted by Mia, Wed 4 Mar: New CFO.", "Reason noted by you, Wed 4 Mar: New CFO." },
        { "rob", "Snooze for a while", "until=2026-03-20&because=Plant moves", "until Fri 20 Mar (you: Plant moves)", "until Fri 20 Mar (rob: Plant moves)" },
        { "rob", "Commit to a next step", "text=Call the CFO&owner=Rep&due=2026-03-12", "- You: Call the CFO (Deal 1 of rob). Due Thu 12 Mar.", "- rob: Call the CFO (Deal 1 of rob). Due Thu 12 Mar." },
        { "mia", "A commitment", "text=Ask legal&owner=Manager&due=", "- Mia: Ask legal.", "- You: Ask legal." },
        { "rob", "Send the plan", "state=Done", "Done since the last one-on-one: Send the plan (you).", "Done since the last one-on-one: Send the plan (rob)." },
        { "mia", "An initiative", "text=Trade fair&status=booth booked", "- Trade fair. Status of Wed 4 Mar: booth booked.", "- Trade fair. Status of Wed 4 Mar: booth booked." },
        { "rob", "Partner programme", "status=two signed&state=Open", "- Partner programme. Status of Wed 4 Mar: two signed.", "- Partner programme. Status of Wed 4 Mar: two signed." },
        { "rob", "A lesson", "text=Ask for the signing process&stage=Proposal&about=any", "- Proposal: Ask for the signing process. Noted Wed 4 Mar.", "- Proposal: Ask for the signing process. Noted Wed 4 Mar." },
        { "rob", "Something to raise", "text=Territory split", "- You: Territory split.", "- rob: Territory split." },
        { "rob", "Was cancelled", "outcome=cancelled&because=Customer visit", "! The last one-on-one was cancelled: Customer visit (noted by you).", "! The last one-on-one was cancelled: Customer visit (noted by rob)." },
        { "mia", "Took place", "outcome=met&because=", "The last one-on-one took place, as noted by Mia.", "The last one-on-one took place, as noted by you." },
        { "mia", "A private note", "text=Praise the demo", "", "Praise the demo." },
        { "mia", "A performance plan", "text=Fifty calls a week", "", "Fifty calls a week." },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Stand_in_the_next_brief(string who, string link, string fields, string rep, string manager)
    {
        // A manager's agenda for a rep on a plan has other things in it; whoever reads as the rep here is on none.
        await using FormsApp app = await FormsApp.StartAsync([.. Known.Where(entry => who == "mia" || entry.Content is not Plan)]);
        string path = app.Link(who, link);
        string before = app.World.Dump();
        Page asked = await app.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(path, "HEAD")).Status);
        Assert.Equal(before, app.World.Dump());

        (string, string)[] filled = Filled(fields);
        Page done = await app.PostAsync(Action(asked), filled);
        Assert.Equal((HttpStatusCode.OK, "Saved, thank you"), (done.Status, done.Title));
        Page again = await app.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "This was answered"), (again.Status, again.Title));
        Assert.Empty(again.Document.QuerySelectorAll("form"));

        (string ofRep, string ofManager) = await app.NextBriefsAsync();
        Assert.Contains(manager, ofManager, StringComparison.Ordinal);
        if (rep.Length > 0)
        {
            Assert.Contains(rep, ofRep, StringComparison.Ordinal);
        }
        else
        {
            Assert.DoesNotContain(manager, ofRep, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task End_a_plan()
    {
        await using FormsApp app = await FormsApp.StartAsync(Known);
        Assert.Contains("on a performance plan since Mon 2 Mar: Forty calls.", FormsApp.Flat(app.MailTo("mia").Text), StringComparison.Ordinal);
        Assert.Equal("Saved, thank you", (await app.PostAsync(app.Link("mia", "End the plan"))).Title);
        Assert.DoesNotContain("Forty calls", (await app.NextBriefsAsync()).Manager, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_tap_in_the_mail_and_one_on_the_page_are_enough()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        Page page = await app.GetAsync(app.Link("rob", "Our side was late"));
        Assert.Equal(["customer", "ours", "decider", "budget", "guess", "other"], page.Document.QuerySelectorAll<IHtmlInputElement>("input[type=radio]").Select(radio => radio.Value));
        Assert.Equal(["ours"], page.Document.QuerySelectorAll<IHtmlInputElement>("input[type=radio]").Where(radio => radio.IsChecked).Select(radio => radio.Value));
        Assert.Contains("Deal 1 of rob", page.Text, StringComparison.Ordinal);
        Page done = await app.PostAsync(Action(page), Pressed(page));
        Assert.Equal("Saved, thank you Our side was late It stands in the next brief, for both of you. This link has done its work; you can close the page. The next brief has new links.", done.Text);
    }

    [Fact]
    public async Task Are_in_the_persons_language()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        await File.WriteAllTextAsync(app.World.Data.SettingsFile, """{"Company":{"Language":"de"}}""");
        await app.ServeAsync();
        Page page = await app.GetAsync(app.Link("rob", "Another reason"));
        Assert.Equal(("de", "Woran liegt es?"), (page.Document.DocumentElement.GetAttribute("lang"), page.Title));
        Assert.Equal("Der Kunde hat den Termin verschoben", (await app.PostAsync(Action(page), ("why", "customer"))).Document.QuerySelector(".good")!.TextContent);
        Assert.Equal("Dieser Link funktioniert nicht", (await app.GetAsync("/f?t=x")).Title);
    }

    [Fact]
    public async Task Have_labels_one_heading_and_nothing_from_elsewhere_on_every_form()
    {
        await using FormsApp app = await FormsApp.StartAsync(Known);
        foreach (string who in new[] { "rob", "mia" })
        {
            foreach ((string name, string href) in FormsApp.LinksOf(app.MailTo(who).Text))
            {
                Page page = await app.GetAsync(href[FormsApp.Root.Length..]);
                Assert.Equal((name, HttpStatusCode.OK), (name, page.Status));
                Assert.Single(page.Document.QuerySelectorAll("h1"));
                Assert.All(page.Document.QuerySelectorAll("input,textarea,select"), field => Assert.True(field.Closest("label") is not null || page.Document.QuerySelector($"label[for={field.Id}]") is not null, name));
                Assert.Empty(page.Document.QuerySelectorAll("script,img,link,[src],a"));
                Assert.Contains("form-action 'self'", page.Headers, StringComparison.Ordinal);
                Assert.Contains("Referrer-Policy: no-referrer", page.Headers, StringComparison.Ordinal);
                Assert.Contains("no-store", page.Headers, StringComparison.Ordinal);
            }
        }
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Another reason", "", "why: Please choose one." },
        { "Another reason", "why=other&words= ", "words: Please write something here." },
        { "Another reason", "why=sunshine&words=kept", "why: Please choose one." },
        { "Another reason", "why=budget&why=guess", "why: Please choose one." },
        { "Snooze for a while", "until=soon&because=kept", "until: Please give a day, such as 2026-12-01." },
        { "Snooze for a while", "until=2026-06-03&because=kept", "until: Please give a day from 4 Mar to 2 Jun." },
        { "Snooze for a while", "until=2026-03-03&because=", "until: Please give a day from 4 Mar to 2 Jun.|because: Please write something here." },
        { "A commitment", "text=\u200B&owner=Rep", "text: Please write something here." },
        { "A commitment", "text=kept&owner=Boss&due=1", "owner: Please choose one.|due: Please give a day, such as 2026-12-01." },
        { "A commitment", "text=" + "kept kept " + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789&owner=Rep", "text: That is too long: 500 characters fit." },
        { "Was moved", "outcome=moved&because=", "because: Please say because of what." },
        { "A lesson", "text=kept&stage=Nowhere&about=any", "stage: Please choose one." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task With_mistakes_are_asked_for_again_beside_the_field_with_what_was_written_kept(string link, string fields, string errors)
    {
        await using FormsApp app = await FormsApp.StartAsync();
        string before = app.World.Dump();
        Page page = await app.PostAsync(app.Link("rob", link), Filled(fields));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(errors, string.Join('|', page.Document.QuerySelectorAll(".warn").Select(error => error.Id!.Replace("-error", "", StringComparison.Ordinal) + ": " + error.TextContent)));
        Assert.All(page.Document.QuerySelectorAll(".warn"), error => Assert.NotNull(page.Document.QuerySelector($"[aria-describedby={error.Id}]")));
        Assert.Equal(fields.Contains("kept", StringComparison.Ordinal), page.Document.QuerySelectorAll("textarea").Any(area => area.TextContent.Contains("kept", StringComparison.Ordinal)));
        Assert.Equal(before, app.World.Dump());
    }

    [Fact]
    public async Task Are_written_down_as_answered_by_a_link_and_looking_is_not()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        IAuditLog audit = app.World.Start().GetRequiredService<IAuditLog>();
        string path = app.Link("mia", "A private note");
        await app.GetAsync(path);
        await app.PostAsync(path, ("text", ""));
        Assert.Empty(await audit.ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None));
        await app.PostAsync(path, ("text", "x"));
        AuditRecord record = Assert.Single(await audit.ReadAsync(PipelineCompany.Rob, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None));
        Assert.Equal(("person mia", AuditedThing.JournalByLink, app.World.Clock.Now), (record.By.ToString(), record.What, record.At));
        Assert.Equal(new Signature(PipelineCompany.Mia, SignedAs.Manager, app.World.Clock.Now), Assert.Single(await app.EntriesAsync()).Written);
    }

    [Fact]
    public async Task From_a_page_in_a_browser_work_as_those_of_a_mail_and_are_new_each_time()
    {
        await using FormsApp app = await FormsApp.StartAsync();
        foreach (string text in new[] { "one", "two" })
        {
            using HttpResponseMessage answer = await app.SignedInAsync("/reps/rob?for=manager", "mia");
            Page page = await Page.OfAsync(answer);
            string href = page.Document.QuerySelectorAll<IHtmlAnchorElement>("a").Single(link => link.TextContent == "A private note").GetAttribute("href")!;
            Assert.StartsWith("/f?t=", href, StringComparison.Ordinal);
            Assert.Equal("Saved, thank you", (await app.PostAsync(href, ("text", text))).Title);
            app.World.Clock.Now = app.World.Clock.Now.AddSeconds(1);
        }

        Assert.Equal(["one", "two"], (await app.EntriesAsync()).Select(entry => entry.Content.Text));
        foreach (string nobody in new[] { "admin", "stranger" })
        {
            using HttpResponseMessage answer = await app.SignedInAsync("/reps/rob", nobody);
            Assert.DoesNotContain("/f?t=", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Have_links_in_the_html_and_in_the_text_alike_and_the_rep_none_of_the_managers()
    {
        await using FormsApp app = await FormsApp.StartAsync(Known);
        foreach (string who in new[] { "rob", "mia" })
        {
            OneOnOne.Pipeline.Mail mail = app.MailTo(who);
            string[] html = [.. Tests.Briefs.Html.Parse(mail.Html).QuerySelectorAll("a").Select(link => $"{link.TextContent}: {link.GetAttribute("href")}").Where(link => link.Contains("/f?t=", StringComparison.Ordinal))];
            Assert.Equal(html, FormsApp.LinksOf(mail.Text).Select(link => $"{link.Name}: {link.Href}"));
            Assert.InRange(html.Length, 15, 40);
            Assert.All(html, link => Assert.InRange(link.Split("t=")[1].Split('&')[0].Length, 40, 159));
            FormKind[] forms = [.. html.Select(link => new LinkTokens(FormsApp.Links).Read(link.Split("t=")[1].Split('&')[0])!.Form).Distinct()];
            Assert.Equal(who == "mia", forms.Intersect([FormKind.Note, FormKind.Plan, FormKind.PlanEnd]).Count() == 3);
            Assert.Equal(who == "mia" ? 3 : 0, forms.Intersect([FormKind.Note, FormKind.Plan, FormKind.PlanEnd]).Count());
        }
    }

    [Fact]
    public async Task Are_asked_for_by_the_same_links_however_often_a_brief_is_rendered_and_never_stored()
    {
        await using FormsApp one = await FormsApp.StartAsync();
        await using FormsApp other = await FormsApp.StartAsync();
        Assert.Equal(one.MailTo("rob").Html, other.MailTo("rob").Html);
        Assert.Equal(one.MailTo("mia").Text, other.MailTo("mia").Text);
        Assert.DoesNotContain("/f?t=", one.World.Dump(), StringComparison.Ordinal);
    }

    private static string Action(Page page) => page.Document.QuerySelector("form")!.GetAttribute("action")!;

    private static (string, string)[] Filled(string fields) => fields.Length == 0 ? [] : [.. fields.Split('&').Select(field => field.Split('=')).Select(field => (field[0], field[1]))];

    /// <summary>What a browser sends when the button is pressed and nothing else is touched.</summary>
    private static (string, string)[] Pressed(Page page) =>
    [
        .. page.Document.QuerySelectorAll<IHtmlInputElement>("input").Where(field => field.Type != "radio" || field.IsChecked).Select(field => (field.Name!, field.Value)),
        .. page.Document.QuerySelectorAll<IHtmlTextAreaElement>("textarea").Select(field => (field.Name!, field.Value)),
    ];
}
