using System.Text.RegularExpressions;

namespace OneOnOne.Seen.Tests;

/// <summary>Every page that the first one leads to, and what those lead to, as people see them.</summary>
public sealed partial class Every_page(Chromium chromium, Demos demos) : IClassFixture<Chromium>, IClassFixture<Demos>
{
    /// <summary>Of pages that differ in an id or in what was asked for alone.</summary>
    private const int MostOfAKind = 2;

    private const string LinksToPages = """
        () => [...document.querySelectorAll('a[href]')].filter(one => one.origin === location.origin && !one.pathname.endsWith('.csv') && one.pathname !== '/f').map(one => one.pathname + one.search)
        """;

    private static readonly string[] Reps = ["/reps/{id} for=manager", "/reps/{id} for=rep", "/reps/{id}/deals/{id}", "/reps/{id}/findings", "/reps/{id}/findings asked", "/reps/{id}/over-time"];

    private static readonly string[] Admins = ["/", "/findings", "/findings asked", .. Reps, "/runs", "/runs/{id}", "/teams/{id}", "/thresholds"];

    [SkippableTheory(DisplayName = "Every page fits, is readable and can be used with keys" + Chromium.Needed)]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Every_page_fits_is_readable_and_can_be_used_with_keys(string language) => Assert.Equal(
        [.. Admins, "/thresholds asked"],
        await WalkAsync(await demos.InAsync(language), null, "/thresholds?SlipCount=1&StallWithoutNextActivity=false", "/findings?min=100000000"));

    [SkippableFact(DisplayName = "A rep's and a manager's own pages do too" + Chromium.Needed)]
    public async Task A_reps_and_a_managers_own_pages_do_too()
    {
        Assert.Equal("", string.Join("\n", await WalkAsync(await demos.InAsync("en"), "rep-01")) + "---\n" + string.Join("\n", await WalkAsync(await demos.InAsync("en"), "mgr-1")));
    }

    [SkippableFact(DisplayName = "A page that refuses does too" + Chromium.Needed)]
    public async Task A_page_that_refuses_does_too()
    {
        Visitor visitor = await Visitor.AtAsync(chromium, await (await demos.InAsync("en")).ServeAsync("rep-01"));
        await visitor.OpenAsync("/nothing-here", "nowhere", 404);
        await visitor.OpenAsync("/runs", "not for a rep", 403);
        await visitor.OpenAsync("/findings?min=ten", "not understood", 400);
        visitor.Complaints.AreNone();
    }

    [SkippableFact(DisplayName = "Names of 200 characters without a blank, names from right to left and 400 open deals fit too" + Chromium.Needed)]
    public async Task Hostile_names_fit_too()
    {
        await using Site site = await Site.OfAsync(HostileCompany.Snapshots);
        Assert.Equal(Admins, await WalkAsync(site, null, "/reps/many?for=rep", "/reps/none?for=rep", "/reps/new?for=rep", "/reps/alone?for=rep"));
        Visitor visitor = await Visitor.AtAsync(chromium, "");
        (string Name, string Html)[] mails = [.. site.Mails];
        Assert.Equal(6, mails.Length);
        foreach ((string name, string html) in mails)
        {
            await visitor.ShowAsync(html, name);
        }

        visitor.Complaints.AreNone();
    }

    /// <returns>The kinds of page that were seen.</returns>
    private async Task<IEnumerable<string>> WalkAsync(Site site, string? reader, params string[] also)
    {
        Visitor visitor = await Visitor.AtAsync(chromium, await site.ServeAsync(reader));
        Dictionary<string, int> kinds = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        Queue<string> waiting = new(["/", .. also]);
        while (waiting.TryDequeue(out string? path))
        {
            string kind = KindOf(path);
            if (!known.Add(path) || (kinds.GetValueOrDefault(kind) >= MostOfAKind && !also.Contains(path)))
            {
                continue;
            }

            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            await visitor.OpenAsync(path, kind);
            foreach (string link in await visitor.Page.EvaluateAsync<string[]>(LinksToPages))
            {
                waiting.Enqueue(link);
            }
        }

        visitor.Complaints.AreNone();
        return kinds.Keys.Order(StringComparer.Ordinal);
    }

    /// <summary>The page's kind: its address without the ids and values.</summary>
    private static string KindOf(string path)
    {
        string[] halves = path.Split('?');
        return Ids().Replace(halves[0], "/$1/{id}") + (halves.Length == 1 ? "" : halves[1].StartsWith("for=", StringComparison.Ordinal) ? " " + halves[1] : " asked");
    }

    [GeneratedRegex("/(reps|teams|runs|deals)/[^/]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
