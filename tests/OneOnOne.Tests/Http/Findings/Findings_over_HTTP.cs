using System.Diagnostics;
using System.Globalization;
using AngleSharp.Html.Dom;
using OneOnOne.Crm;
using OneOnOne.Http.Findings;
using OneOnOne.Http.Pages;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Http.Findings;

public sealed class Findings_over_HTTP(SampleCompany company) : IClassFixture<SampleCompany>
{
    [Theory]
    [InlineData("mgr-1", "/findings", "")]
    [InlineData("mgr-1", "/findings", "?kind=slip&sort=deal")]
    [InlineData("admin", "/findings", "?min=50000&currency=USD&team=mgr-2")]
    [InlineData("admin", "/findings", "?stage=Negotiation&rep=rep-03&q=ravens")]
    [InlineData("rep-03", "/reps/rep-03/findings", "?kind=stageOutlier&sort=closedate&reverse=1")]
    public async Task The_file_has_exactly_the_rows_of_the_table_in_its_order(string who, string path, string query)
    {
        List<string> table = [];
        string next = path + query;
        while (next.Length > 0)
        {
            IHtmlDocument page = await PageAsync(next, who);
            table.AddRange(page.QuerySelectorAll("tbody tr").Select(row => Uri.UnescapeDataString(row.QuerySelector("th a")!.GetAttribute("href")!.Split('/')[^1]) + " " + row.QuerySelector(".chip")!.TextContent));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href") ?? "";
        }

        using HttpResponseMessage file = await company.App.GetAsync(path + ".csv" + query, who);
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        string[] rows = [.. (await file.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .Select(cells => cells[2] + " " + cells[1] switch { "stall" => "Stalled", "slip" => "Slipping", _ => "Long in stage" })];
        Assert.NotEmpty(rows);
        Assert.Equal(rows, table);
    }

    [Fact]
    public async Task The_page_offers_its_own_rows_as_a_file_and_the_form_keeps_what_was_asked()
    {
        IHtmlDocument page = await PageAsync("/findings?kind=slip&min=1000&sort=rep&reverse=1&q=a", "admin");
        Assert.Equal("/findings.csv?kind=slip&min=1000&q=a&sort=rep&reverse=1", page.QuerySelector("a[href*='.csv']")!.GetAttribute("href"));
        Assert.Equal("slip", page.QuerySelector("select[name=kind] option[selected]")!.GetAttribute("value"));
        Assert.Equal(("1000", "a", "rep", "1"), (Value("min"), Value("q"), Value("sort"), Value("reverse")));
        Assert.Equal(["descending"], page.QuerySelectorAll("th[aria-sort]").Select(head => head.GetAttribute("aria-sort")));
        Assert.Equal("/findings?kind=slip&min=1000&q=a&sort=rep", page.QuerySelector("th[aria-sort] a")!.GetAttribute("href"));

        string? Value(string name) => page.QuerySelector($"input[name={name}]")!.GetAttribute("value");
    }

    [Fact]
    public async Task A_rep_chooses_neither_team_nor_rep() =>
        Assert.Equal(["kind", "stage", "currency"], (await PageAsync("/findings", "rep-01")).QuerySelectorAll("select").Select(select => select.GetAttribute("name")));

    [Fact]
    public async Task What_cannot_be_read_is_told_beside_the_form()
    {
        using HttpResponseMessage answer = await company.App.GetAsync("/findings?min=ten", "admin");
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("An amount is a number such as 10000 or 999.50.", Html.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("[role=alert]")!.TextContent);
        using HttpResponseMessage file = await company.App.GetAsync("/findings.csv?min=ten", "admin");
        Assert.Equal(400, (int)file.StatusCode);
    }

    [Fact]
    public async Task Twelve_hundred_findings_are_fifty_to_a_page_and_soon_there()
    {
        Person rep = new(new PersonId("r"), "Rep");
        FindingRow[] all = [.. Enumerable.Range(0, 400).SelectMany(i =>
        {
            OneOnOne.Analysis.OpportunityRef deal = BriefBuilder.Deal("d" + i.ToString(CultureInfo.InvariantCulture), "Deal", "Account", "Proposal", BriefBuilder.Usd(i), null);
            return new OneOnOne.Analysis.Finding[] { BriefBuilder.Stalled(deal), BriefBuilder.Slipping(deal), BriefBuilder.Long(deal) };
        }).Select(finding => new FindingRow(rep, finding))];
        FindingFilter filter = new(null, null, null, null, null, null, null);
        await RenderAsync();
        long begin = Stopwatch.GetTimestamp();
        IHtmlDocument page = await RenderAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalSeconds, 0, 2);
        Assert.Equal(50, page.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("1,200 findings about 400 deals. At stake: USD 79,800.", page.QuerySelector("[role=status]")!.TextContent);
        Assert.Equal("Page before Page 3 of 24 Next page", page.QuerySelector("nav.links")!.Text());
        Assert.InRange(page.DocumentElement.OuterHtml.Length, 10_000, 120_000);

        async Task<IHtmlDocument> RenderAsync()
        {
            System.Collections.Immutable.ImmutableArray<FindingRow> kept = FindingList.Of(all, filter, ["Proposal"]);
            return await PageBuilder.PageAsync<FindingsPage>(new FindingsModel(
                null, false, filter, null, [.. kept.Skip(100).Take(50)], kept.Length, 400, [BriefBuilder.Usd(79_800)], 3, new FindingChoices([], [], [], []), BriefBuilder.AsOf));
        }
    }

    private async Task<IHtmlDocument> PageAsync(string path, string who)
    {
        using HttpResponseMessage answer = await company.App.GetAsync(path, who);
        Assert.Equal(200, (int)answer.StatusCode);
        return Html.Parse(await answer.Content.ReadAsStringAsync());
    }
}
