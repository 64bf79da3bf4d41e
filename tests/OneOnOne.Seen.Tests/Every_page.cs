using System.Text.RegularExpressions;

namespace OneOnOne.Seen.Tests;

/// <summary>Every page that the first one leads to, and what those lead to, as people see them.</summary>
public sealed partial class Every_page(Chromium chromium, Demos demos) : IClassFixture<Chromium>, IClassFixture<Demos>
{
    private const string LinksToPages = """
        () => [...document.querySelectorAll('a[href]')].filter(one => one.origin === location.origin && !one.pathname.endsWith('.csv') && one.pathname !== '/f').map(one => one.pathname + one.search)
        """;

    private static readonly string[] Everybodys =
        ["/", "/findings", "/findings asked", "/reps/{id} for=rep", "/reps/{id}/deals/{id}", "/reps/{id}/findings", "/reps/{id}/findings asked", "/reps/{id}/over-time", "/thresholds"];

    private static readonly string[] Managers = [.. Everybodys, "/reps/{id} for=manager", "/teams/{id}"];

    private static readonly string[] Admins = [.. Managers, "/runs", "/runs/{id}"];

    [SkippableTheory(DisplayName = "Every page fits, is readable and can be used with keys" + Chromium.Needed)]
    [InlineData("en", 2)]
    [InlineData("de", 1)]
    public async Task Every_page_fits_is_readable_and_can_be_used_with_keys(string language, int mostOfAKind) => Seen(
        [.. Admins, "/thresholds asked"],
        await WalkAsync(await demos.InAsync(language), null, mostOfAKind, "/thresholds?SlipCount=1&StallWithoutNextActivity=false", "/findings?min=100000000"));

    [SkippableFact(DisplayName = "A rep's own pages do too" + Chromium.Needed)]
    public async Task A_reps_own_pages_do_too() => Seen([.. Everybodys, "/reps/{id}"], await WalkAsync(await demos.InAsync("en"), "rep-01", mostOfAKind: 1));

    [SkippableFact(DisplayName = "A manager's own pages do too" + Chromium.Needed)]
    public async Task A_managers_own_pages_do_too() => Seen(Managers, await WalkAsync(await demos.InAsync("en"), "mgr-1", mostOfAKind: 1));

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
        string[] briefs = [.. from rep in new[] { "many", "none", "new", "alone" } from half in new[] { "rep", "manager" } select $"/reps/{rep}?for={half}"];
        Seen(Admins, await WalkAsync(site, null, mostOfAKind: 1, briefs));
        (string Name, string Html)[] mails = [.. site.Mails];
        Assert.Equal(6, mails.Length);
        Visitor visitor = await Visitor.AtAsync(chromium, "");
        foreach ((string name, string html) in mails)
        {
            await visitor.ShowAsync(html, name);
        }

        visitor.Complaints.AreNone();
    }

    private static void Seen(IEnumerable<string> expected, IEnumerable<string> kinds) => Assert.Equal(expected.Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));

    /// <param name="mostOfAKind">Of pages that differ in an id or in what was asked for alone.</param>
    /// <param name="also">Looked at in any case.</param>
    /// <returns>The kinds of page that were seen.</returns>
    private async Task<IEnumerable<string>> WalkAsync(Site site, string? reader, int mostOfAKind, params string[] also)
    {
        Visitor visitor = await Visitor.AtAsync(chromium, await site.ServeAsync(reader));
        Dictionary<string, int> kinds = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        Queue<string> waiting = new(["/", .. also]);
        while (waiting.TryDequeue(out string? path))
        {
            string kind = KindOf(path);
            if (!known.Add(path) || (kinds.GetValueOrDefault(kind) >= mostOfAKind && !also.Contains(path)))
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
        return kinds.Keys;
    }

    /// <summary>The page's kind: its address without the ids and values.</summary>
    private static string KindOf(string path)
    {
        string[] halves = path.Split('?');
        return Ids().Replace(halves[0], "/${what}/{id}") + (halves.Length == 1 ? "" : halves[1].StartsWith("for=", StringComparison.Ordinal) ? " " + halves[1] : " asked");
    }

    [GeneratedRegex("/(?<what>reps|teams|runs|deals)/[^/]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
