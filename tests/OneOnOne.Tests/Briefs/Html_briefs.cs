using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Tests.Http.Forms;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Html_briefs
{
    public static TheoryData<string, Audience> All => Samples.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Are_accessible_documents_without_script_or_anything_from_elsewhere(string name, Audience audience)
    {
        RenderedBrief brief = await RenderAsync(Samples.Named(name), audience);
        IHtmlDocument document = Html.Parse(brief.Html);

        Assert.StartsWith("<!DOCTYPE html>", brief.Html, StringComparison.Ordinal);
        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(brief.Subject, document.Title);
        Assert.Empty(document.QuerySelectorAll("script,svg,img,iframe,link,object,embed,form,input,base"));
        Assert.DoesNotContain(document.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.All(document.QuerySelectorAll("a"), link => Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.All(document.QuerySelectorAll("table:not([role=presentation])"), table => Assert.NotEmpty(table.QuerySelectorAll("th[scope=col]")));
        Assert.DoesNotContain("url(", brief.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", brief.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Have_their_headings_in_order(string name, Audience audience)
    {
        int[] levels = [.. Html.Parse((await RenderAsync(Samples.Named(name), audience)).Html).QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.All(levels, level => Assert.InRange(level, 1, 3));
    }

    [Fact]
    public async Task Time_the_three_parts_in_their_order()
    {
        IHtmlDocument document = Html.Parse((await RenderAsync(Samples.Full, Audience.Manager)).Html);
        string[] timed = [.. document.QuerySelectorAll("h2").Where(heading => heading.QuerySelector("span") is not null).Select(heading => string.Join(' ', heading.Text().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(["Context 10 min", "Communication 10 min", "Coaching 25 min"], timed);
    }

    [Fact]
    public async Task Stay_small_with_five_deals_and_sixty_findings_of_the_longest_text()
    {
        string name = new('漢', 600);
        (int?, Finding[])[] deals =
        [
            .. Enumerable.Range(0, 20).Select(i => Deal("006" + i, name, name, "Proposal", Usd(1_000 - i), "2026-12-12", "https://crm.example/" + new string('x', 200)))
                .Select(deal => ((int?)0, new Finding[] { Stalled(deal), Slipping(deal), Long(deal) })),
        ];
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            RenderedBrief brief = await RenderAsync(Pair(Facts.With(deals)), audience);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(brief.Html), 30_000, 90_000);
        }
    }

    [Fact]
    public async Task Stay_small_with_a_journal_as_full_as_one_may_be()
    {
        string text = new('漢', 500);
        OpportunityRef[] deals = [.. Enumerable.Range(0, 20).Select(i => Deal("006" + i, text, text, "Proposal", Usd(1_000 - i), "2026-12-12", "https://crm.example/" + new string('x', 200)))];
        BriefFacts facts = Facts.With([.. deals.Select(deal => ((int?)0, new Finding[] { Stalled(deal), Slipping(deal), Long(deal) }))]) with
        {
            Journal = new JournalFacts
            {
                Commitments = [.. Enumerable.Repeat(new CommitmentItem(new EntryId("e"), Side.Rep, text, Day("2026-11-20"), true, deals[0], AsOf, 9), 100)],
                Done = [.. Enumerable.Repeat(new DoneItem(new EntryId("e"), Side.Rep, text, AsOf), 100)],
                Initiatives = [.. Enumerable.Repeat(new InitiativeItem(new EntryId("e"), text, text, AsOf), 100)],
                Topics = [.. Enumerable.Repeat(new TopicItem(new EntryId("e"), text, Writer.Admin), 100)],
                Reasons = [.. deals.Select(deal => new ReasonItem(new EntryId("e"), deal, text, Writer.Admin, AsOf, [AnalysisPart.Slips]))],
                Lessons = [.. Enumerable.Repeat(new LessonItem(new EntryId("e"), text, text, AnalysisPart.Slips, AsOf), 3)],
                Snoozed = [.. deals.Select(deal => new SnoozedItem(new EntryId("e"), deal, [Stalled(deal)], true, Day("2026-12-12"), Writer.Rep, text))],
            },
        };
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount((await RenderAsync(Pair(facts), audience)).Html), 40_000, 90_000);
            PersonId reader = audience == Audience.Manager ? Facts.Manager.Id : Facts.Rep.Id;
            BriefLinks links = new(new LinkTokens(FormsApp.Links), FormsApp.Root, reader, Facts.Rep.Id, "brief", AsOf);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount((await Renderer().RenderAsync(Pair(facts), audience, links)).Html), 50_000, 90_000);
        }
    }

    [Fact]
    public async Task In_a_browser_show_the_same_brief_under_links_that_lead_a_rep_nowhere_else()
    {
        IHtmlDocument mail = Html.Parse((await RenderAsync(Samples.Full, Audience.Rep)).Html);
        IHtmlDocument page = Html.Parse(await PageAsync(Samples.Full, Audience.Rep));
        Assert.Equal(mail.QuerySelector("h1")!.TextContent, page.QuerySelector("h1")!.TextContent);
        Assert.EndsWith(Flat(page.QuerySelector(".brief > table:last-of-type")!), Flat(mail.QuerySelector("table table")!), StringComparison.Ordinal);
        Assert.Equal(mail.QuerySelectorAll("h2").Select(Flat), page.QuerySelectorAll(".brief h2").Select(Flat));
        Assert.Equal(["/reps/r1?for=rep", "/reps/r1/over-time", "/reps/r1/findings"], page.QuerySelectorAll("main a[href^='/']").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("http://crm.example/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//crm.example/1")]
    [InlineData("https://user:secret@crm.example/1")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    public async Task Show_no_link_that_is_not_plain_https(string url)
    {
        Stall stall = Stalled(Deal("1", "Big deal", null, "Proposal", null, null, url));
        RenderedBrief brief = await RenderAsync(Pair(Facts.With((0, [stall]))), Audience.Manager);
        Assert.Empty(Html.Parse(brief.Html).QuerySelectorAll("a"));
        Assert.DoesNotContain(url, brief.Text, StringComparison.Ordinal);
    }

    private static string Flat(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
