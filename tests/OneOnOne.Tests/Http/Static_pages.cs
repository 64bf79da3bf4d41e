using AngleSharp.Html.Dom;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Http;

public sealed class Static_pages
{
    private static readonly HomeRep Dana = new(new PersonId("r1"), "Dana Moreno", 14, 2, 3, 1, [new Money(21_250, "EUR"), BriefBuilder.Usd(148_400)], BriefBuilder.At("2026-11-24T09:00:00Z")) { Since = new SinceLastTime(2, 1) };

    [Fact]
    public async Task Home_shows_each_rep_with_counts_money_trend_and_links()
    {
        IHtmlDocument page = await HomeAsync(Dana);
        Assert.Equal(
            "One-on-ones Team of Priya Shah Rep Open deals Stalled Slipping Long in stage At stake Since last time Next one-on-one "
            + "Dana Moreno Over time Findings 14 2 3 1 EUR 21,250, USD 148,400 2 deals more and 1 deal off the list Tue 24 Nov, 09:00",
            page.QuerySelector("main")!.Text());
        Assert.Equal(["/reps/r1?for=manager", "/reps/r1/over-time", "/reps/r1/findings"], page.QuerySelectorAll("main td a, main tbody th a").Select(link => link.GetAttribute("href")));
        Assert.Empty(page.QuerySelectorAll("script,img,link"));
    }

    [Fact]
    public async Task Home_is_in_the_readers_language()
    {
        IHtmlDocument page = await PageBuilder.PageAsync<HomePage>(Model(Dana), PageBuilder.Frame("de"));
        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(
            "One-on-Ones Team von Priya Shah Vertriebler Offene Deals Steht still Verschiebt sich Lange in der Phase Auf dem Spiel Seit dem letzten Mal Nächstes One-on-One "
            + "Dana Moreno Im Verlauf Auffälligkeiten 14 2 3 1 21.250 EUR, 148.400 USD 2 Deals kamen hinzu und 1 Deal ist von der Liste Di 24. Nov., 09:00 Uhr",
            page.QuerySelector("main")!.Text());
        Assert.Equal("CRM-Daten vom So 22. Nov. 2026, 12:00 Uhr Europe/London", page.QuerySelector("footer")!.Text());
    }

    [Fact]
    public async Task Home_calls_good_news_good_and_the_unknown_unknown()
    {
        HomeRep clear = Dana with { Stalls = 0, Slips = 0, Outliers = 0, AtStake = [] };
        Assert.NotNull((await HomeAsync(clear)).QuerySelector(".good"));
        Assert.Null((await HomeAsync(clear with { Open = 0 })).QuerySelector(".good"));
        IHtmlDocument unknown = await HomeAsync(clear with { StallsKnown = false });
        Assert.Null(unknown.QuerySelector(".good"));
        Assert.Equal("unknown", unknown.QuerySelectorAll("tbody td")[1].TextContent);
    }

    [Theory]
    [InlineData(0, 0, "The same deals")]
    [InlineData(1, 0, "1 deal more")]
    [InlineData(0, 3, "3 deals off the list")]
    public async Task The_trend_is_told_in_deals(int came, int went, string told) =>
        Assert.Equal(told, (await HomeAsync(Dana with { Since = new SinceLastTime(came, went) })).QuerySelector("td[data-label='Since last time']")!.TextContent);

    [Fact]
    public async Task Without_a_brief_before_there_is_no_trend() =>
        Assert.Equal("No brief to compare with yet", (await HomeAsync(Dana with { Since = null })).QuerySelector("td[data-label='Since last time']")!.TextContent);

    [Theory]
    [InlineData("a/b?c#d", "/reps/a%2Fb%3Fc%23d/findings")]
    [InlineData("..", "/reps/%2E%2E/findings")]
    [InlineData("\"><script>", "/reps/%22%3E%3Cscript%3E/findings")]
    public async Task Ids_stay_one_segment_of_a_link(string id, string href)
    {
        IHtmlDocument page = await HomeAsync(Dana with { Id = new PersonId(id), Name = "<script>" });
        Assert.Equal(href, page.QuerySelectorAll("tbody a")[2].GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    [Fact]
    public async Task Before_the_first_snapshot_home_says_so() =>
        Assert.Equal("One-on-ones Nothing has been read from the CRM yet.", (await PageBuilder.PageAsync<HomePage>(new HomeModel(false, []))).QuerySelector("main")!.Text());

    [Fact]
    public async Task Reps_of_whom_the_CRM_names_no_manager_are_listed_as_such()
    {
        HomeRep ann = new(new PersonId("ann"), "Ann", 1, 0, 0, 0, [], null);
        Assert.Equal("Without a manager in the CRM", (await PageBuilder.PageAsync<HomePage>(new HomeModel(true, [new HomeTeam(null, [ann])]))).QuerySelector("h2")!.TextContent);
    }

    [Fact]
    public async Task A_message_is_a_title_a_sentence_and_a_way_on()
    {
        IHtmlDocument page = await PageBuilder.PageAsync<MessagePage>(new MessageModel("Not found", "There is no <rep> here.", []));
        Assert.Equal("Not found There is no <rep> here. To the first page", page.QuerySelector("main")!.Text());
    }

    [Fact]
    public async Task The_page_that_one_is_on_is_marked_among_the_links_of_the_head()
    {
        Frame frame = PageBuilder.Frame() with { Links = [new NavLink("My team", "/teams/m1", false), new NavLink("Runs", "/runs", true)], SignOutAt = "/.auth/logout" };
        IHtmlDocument page = await PageBuilder.PageAsync<HomePage>(Model(Dana), frame);
        Assert.Equal(["My team ", "Runs page"], page.QuerySelectorAll("nav a").Select(link => link.TextContent + " " + link.GetAttribute("aria-current")));
        Assert.Equal("/.auth/logout", page.QuerySelector("header .out")!.GetAttribute("href"));
        Assert.Equal("#main", page.QuerySelector("body > a")!.GetAttribute("href"));
        Assert.Null((await HomeAsync(Dana)).QuerySelector("nav, .out"));
    }

    private static HomeModel Model(HomeRep rep) => new(true, [new HomeTeam("Priya Shah", [rep])]);

    private static Task<IHtmlDocument> HomeAsync(HomeRep rep) => PageBuilder.PageAsync<HomePage>(Model(rep));
}
