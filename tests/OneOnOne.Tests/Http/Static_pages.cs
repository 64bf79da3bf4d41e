using AngleSharp.Html.Dom;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Http;

public sealed class Static_pages
{
    private static readonly HomeRep Dana = new(new PersonId("r1"), "Dana Moreno", 14, 2, 3, 1, [BriefBuilder.Usd(148_400), new Money(21_250, "EUR")], BriefBuilder.At("2026-11-24T09:00:00Z"));

    [Fact]
    public async Task Home_shows_each_rep_with_counts_money_and_links()
    {
        IHtmlDocument page = await HomeAsync(Dana);
        string text = string.Join(' ', page.QuerySelector("article")!.TextContent.Replace('\u00a0', ' ').Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("14 open deals: 2 stalled, 3 slipping and 1 long in stage; EUR 21,250 and USD 148,400 at stake", text, StringComparison.Ordinal);
        Assert.Contains("Next one-on-one: Tue 24 Nov 2026, 09:00 Europe/London", text, StringComparison.Ordinal);
        Assert.Equal(["/reps/r1?for=manager", "/reps/r1?for=rep", "/reps/r1/findings.csv"], page.QuerySelectorAll("article a").Select(link => link.GetAttribute("href")));
        Assert.Empty(page.QuerySelectorAll("script,img,link"));
    }

    [Fact]
    public async Task Home_calls_good_news_good_and_the_unknown_unknown()
    {
        HomeRep clear = Dana with { Stalls = 0, Slips = 0, Outliers = 0, AtStake = [] };
        Assert.NotNull((await HomeAsync(clear)).QuerySelector(".good"));
        Assert.Null((await HomeAsync(clear with { StallsKnown = false })).QuerySelector(".good"));
        Assert.Null((await HomeAsync(clear with { Open = 0 })).QuerySelector(".good"));
    }

    [Theory]
    [InlineData("a/b?c#d", "/reps/a%2Fb%3Fc%23d?for=rep")]
    [InlineData("..", "/reps/%2E%2E?for=rep")]
    [InlineData("\"><script>", "/reps/%22%3E%3Cscript%3E?for=rep")]
    public async Task Ids_stay_one_segment_of_a_link(string id, string href)
    {
        IHtmlDocument page = await HomeAsync(Dana with { Id = new PersonId(id), Name = "<script>" });
        Assert.Equal(href, page.QuerySelectorAll("article a")[1].GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    [Fact]
    public async Task Before_the_first_snapshot_home_says_so()
    {
        string html = await RenderAsync(new HomeModel(null, "Europe/London", []));
        Assert.Contains("Nothing has been read from the CRM yet.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reps_of_whom_the_CRM_names_no_manager_are_listed_as_such()
    {
        HomeRep ann = new(new PersonId("ann"), "Ann", 1, 0, 0, 0, [], null);
        Assert.Equal("Without a manager in the CRM", Html.Parse(await RenderAsync(new HomeModel(BriefBuilder.AsOf, "Europe/London", [new HomeTeam(null, [ann])]))).QuerySelector("h2")!.TextContent);
    }

    [Fact]
    public async Task A_message_is_a_title_and_a_sentence()
    {
        string html = await BriefBuilder.Renderer().PageAsync<MessagePage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Title"] = "Not found", ["Message"] = "There is no <rep> here." });
        IHtmlDocument page = Html.Parse(html);
        Assert.Equal("Not found", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("There is no <rep> here.", page.QuerySelector("main p")!.TextContent);
    }

    private static async Task<IHtmlDocument> HomeAsync(HomeRep rep) =>
        Html.Parse(await RenderAsync(new HomeModel(BriefBuilder.AsOf, "Europe/London", [new HomeTeam("Priya Shah", [rep])])));

    private static Task<string> RenderAsync(HomeModel model) =>
        BriefBuilder.Renderer().PageAsync<HomePage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model });
}
