using System.Net;

namespace OneOnOne.Tests.Http;

/// <summary>The authorisation table (promise S1). In the sample, rep-01 reports to mgr-1 and rep-05 to mgr-2.</summary>
public sealed class WhoMaySeeWhatTests(SampleCompany company) : IClassFixture<SampleCompany>
{
    public static TheoryData<string, string?, HttpStatusCode> Table()
    {
        TheoryData<string, string?, HttpStatusCode> table = [];
        string[] formats = ["json", "html", "text", "csv"];
        foreach (string format in formats)
        {
            Rows($"/api/reps/rep-01/brief?for=rep&format={format}", (null, 401), ("stranger", 403), ("rep-01", 200), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
            Rows($"/api/reps/rep-01/brief?for=manager&format={format}", (null, 401), ("stranger", 403), ("rep-01", 403), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
        }

        Rows("/reps/rep-01", (null, 401), ("stranger", 403), ("rep-01", 200), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
        Rows("/reps/rep-01?for=manager", (null, 401), ("rep-01", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
        Rows("/reps/rep-01/findings.csv", (null, 401), ("stranger", 403), ("rep-01", 200), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
        foreach (string path in new[] { "/reps/rep-01/findings", "/reps/rep-01/over-time", "/reps/rep-01/deals/OPP-1033", "/findings?rep=rep-01", "/findings.csv?rep=rep-01" })
        {
            Rows(path, (null, 401), ("stranger", 403), ("rep-01", 200), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
            string nobodys = path.Replace("rep-01", "nobody", StringComparison.Ordinal);
            Rows(nobodys, (null, 401), ("rep-01", 403), ("mgr-1", 403), ("admin", 404));
        }

        Rows("/reps/rep-01/deals/nothing", ("rep-01", 404), ("rep-02", 403), ("mgr-1", 404), ("admin", 404));
        Rows("/findings", (null, 401), ("stranger", 200), ("rep-01", 200), ("admin", 200));
        Rows("/api/findings?rep=rep-01", (null, 401), ("stranger", 403), ("rep-01", 200), ("rep-02", 403), ("mgr-1", 200), ("mgr-2", 403), ("admin", 200));
        Rows("/api/findings", (null, 401), ("stranger", 200), ("rep-01", 200), ("admin", 200));
        Rows("/api/runs", (null, 401), ("stranger", 403), ("rep-01", 403), ("mgr-1", 403), ("admin", 200));
        Rows("/", (null, 401), ("stranger", 200), ("rep-01", 200), ("mgr-1", 200), ("admin", 200));
        Rows("/health", (null, 200));

        // Whether somebody exists is none of a stranger's business.
        Rows("/api/reps/nobody/brief", (null, 401), ("rep-01", 403), ("mgr-1", 403), ("admin", 404));
        Rows("/api/findings?rep=nobody", (null, 401), ("rep-01", 403), ("admin", 404));
        return table;

        void Rows(string path, params (string? Who, int Status)[] rows)
        {
            foreach ((string? who, int status) in rows)
            {
                table.Add(path, who, (HttpStatusCode)status);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_viewer_gets_what_the_table_says(string path, string? who, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await company.App.GetAsync(path, who);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("stranger", "")]
    [InlineData("rep-01", "rep-01")]
    [InlineData("mgr-1", "rep-01,rep-02,rep-03,rep-04")]
    public async Task All_findings_are_those_of_people_whom_the_viewer_may_read(string who, string expected)
    {
        using HttpResponseMessage answer = await company.App.GetAsync("/api/findings", who);
        string[] lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, string.Join(',', lines.Skip(1).Select(line => line.Split(',')[0]).Distinct()));
    }

    [Theory]
    [InlineData("stranger", "")]
    [InlineData("rep-01", "rep-01")]
    [InlineData("mgr-1", "rep-01,rep-02,rep-03,rep-04")]
    [InlineData("admin", "rep-01,rep-02,rep-03,rep-04,rep-05,rep-06,rep-07,rep-08,rep-09,rep-10,rep-11,rep-12")]
    public async Task The_first_page_lists_whom_the_viewer_may_read(string who, string expected)
    {
        using HttpResponseMessage answer = await company.App.GetAsync("/", who);
        AngleSharp.Html.Dom.IHtmlDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        IEnumerable<string> reps = page.QuerySelectorAll("main a[href^='/reps/']").Select(link => link.GetAttribute("href")!.Split('/', '?')[2]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(',', reps));
    }
}
