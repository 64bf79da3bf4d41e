using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Previews;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

public sealed class ThresholdApiTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private static readonly string[] Set =
    [
        "Thresholds__SlipDays=20",
        "Thresholds__Stages__Proposal__StallBusinessDays=12",
        "Thresholds__Teams__mia__SlipDays=40",
        "Thresholds__Teams__mia__Stages__Proposal__SlipCount=5",
    ];

    [Fact]
    public void Each_threshold_names_the_setting_that_supplied_it()
    {
        string[] told = [.. ThresholdReport.OfAll(Read(Set)).Scopes.SelectMany(scope => scope.Thresholds
            .Where(one => one.SetBy is not null)
            .Select(one => $"{scope.Team?.Value ?? "company"}/{scope.Stage ?? "all"} {one.Name}={one.Value} by {one.SetBy}, else {one.Default}"))];
        Assert.Equal(
            [
                "company/all SlipDays=20 by Thresholds__SlipDays, else 30",
                "company/Proposal StallBusinessDays=12 by Thresholds__Stages__Proposal__StallBusinessDays, else 10",
                "company/Proposal SlipDays=20 by Thresholds__SlipDays, else 30",
                "mia/all SlipDays=40 by Thresholds__Teams__mia__SlipDays, else 30",
                "mia/Proposal StallBusinessDays=12 by Thresholds__Stages__Proposal__StallBusinessDays, else 10",
                "mia/Proposal SlipCount=5 by Thresholds__Teams__mia__Stages__Proposal__SlipCount, else 2",
                "mia/Proposal SlipDays=40 by Thresholds__Teams__mia__SlipDays, else 30",
            ],
            told);
    }

    /// <summary>What is shown and what the analyses use are one reading; random settings must never tell them apart.</summary>
    [Fact]
    public void What_is_shown_is_what_the_analyses_use_whatever_is_set()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            string[] prefixes = ["", "Stages__Proposal__", "Stages__Discovery__", "Teams__mia__", "Teams__mia__Stages__proposal__", "Teams__max__Stages__Discovery__"];
            string[] lines = [.. prefixes.SelectMany(prefix => new[] { "SlipDays", "SlipCount", "StallBusinessDays" }.Where(_ => random.Next(3) == 0).Select(name => $"Thresholds__{prefix}{name}={random.Next(1, 100)}"))];
            ThresholdSource source = Read(lines);
            ThresholdSet used = source.ToSet();
            foreach (ThresholdScope scope in ThresholdReport.OfAll(source).Scopes)
            {
                OneOnOne.Analysis.Thresholds inForce = used.Of(scope.Team, scope.Stage);
                Assert.Equal(
                    (inForce.SlipDays, inForce.SlipCount, inForce.StallBusinessDays),
                    (Shown(scope, "SlipDays"), Shown(scope, "SlipCount"), Shown(scope, "StallBusinessDays")));
                Assert.All(scope.Thresholds, one =>
                {
                    string? line = one.SetBy is null ? null : lines.Single(line => line.StartsWith(one.SetBy + "=", StringComparison.OrdinalIgnoreCase));
                    Assert.Equal(line?.Split('=')[1] ?? one.Default?.ToString(), one.Value?.ToString());
                });
            }
        }

        static int Shown(ThresholdScope scope, string name) => scope.Thresholds.Single(one => one.Name == name).Value!.Value.GetInt32();
    }

    [Fact]
    public async Task A_manager_sees_their_team_a_rep_theirs_and_an_admin_all()
    {
        await using EntraApp app = await StartAsync(Set);
        Assert.Equal("company/all company/Proposal mia/all mia/Proposal", await ScopesAsync(app, "admin"));
        Assert.Equal("mia/all mia/Proposal", await ScopesAsync(app, "rob"));
        Assert.Equal("boss/all boss/Proposal mia/all mia/Proposal", await ScopesAsync(app, "mia"));
        Assert.Equal("max/all max/Proposal", await ScopesAsync(app, "sam"));
    }

    [Theory]
    [InlineData("StallBusinessDays=200", null, null)]
    [InlineData("StallBusinessDays=28&SlipCount=1", null, null)]
    [InlineData("SlipDays=1", "mia", null)]
    [InlineData("StallBusinessDays=300", null, "proposal")]
    [InlineData("StallBusinessDays=300", "max", "Proposal")]
    [InlineData("StallBusinessDays=300", null, "Discovery")]
    public async Task A_preview_says_what_a_start_with_those_settings_would_find(string changes, string? team, string? stage)
    {
        await using EntraApp app = await StartAsync(Set);
        string level = (team is null ? "" : $"Teams__{team}__") + (stage is null ? "" : $"Stages__{stage}__");
        string[] now = await FindingsAsync(app.World);
        string[] changed = [.. changes.Split('&').Select(change => $"Thresholds__{level}{change}")];
        app.World.Settings = OneOnOneSettings.Read(Configure([.. Set.Where(line => !Array.Exists(changed, one => one.Split('=')[0].Equals(line.Split('=')[0], StringComparison.OrdinalIgnoreCase))), .. changed]));
        string[] then = await FindingsAsync(app.World);

        JsonElement preview = await GetAsync(app, "admin", $"/api/thresholds/preview?{changes}&team={team}&stage={stage}");
        string[] Changes(bool comes) => [.. preview.GetProperty("changes").EnumerateArray().Where(one => one.GetProperty("comes").GetBoolean() == comes)
            .Select(one => $"{one.GetProperty("rep")} {one.GetProperty("kind")} {one.GetProperty("opportunity").GetProperty("id")}").Order(StringComparer.Ordinal)];
        string[] asked = [.. new[] { "rob", "ria", "sam", "max", "mia", "boss" }.Where(rep => team switch { "mia" => rep is "rob" or "ria", "max" => rep == "sam", _ => true })];
        Assert.Equal(then.Except(now).Where(Asked), Changes(true));
        Assert.Equal(now.Except(then).Where(Asked), Changes(false));
        Assert.Equal(preview.GetProperty("changeCount").GetInt32(), preview.GetProperty("kinds").EnumerateArray().Sum(kind => kind.GetProperty("come").GetInt32() + kind.GetProperty("go").GetInt32()));
        Assert.Equal(preview.GetProperty("changeCount").GetInt32(), preview.GetProperty("teams").EnumerateArray().Sum(one => one.GetProperty("come").GetInt32() + one.GetProperty("go").GetInt32()));
        Assert.Equal(now.Count(Asked), preview.GetProperty("kinds").EnumerateArray().Sum(kind => kind.GetProperty("now").GetInt32()));

        bool Asked(string finding) => asked.Contains(finding.Split(' ')[0]);
    }

    [Theory]
    [InlineData("", "Name at least one threshold, such as StallBusinessDays=7.")]
    [InlineData("?StallBusinessDays=", "Name at least one threshold, such as StallBusinessDays=7.")]
    [InlineData("?StallBusinessDays=0", "The setting Thresholds__StallBusinessDays is \"0\", but must be a whole number from 1 to 365.")]
    [InlineData("?team=mia&stage=Proposal&SlipCount=x", "The setting Thresholds__Teams__mia__Stages__Proposal__SlipCount is \"x\", but must be a whole number from 1 to 100.")]
    [InlineData("?Stall=1", "Thresholds__Stall is not a setting. Under Thresholds there are: StallBusinessDays, StallDespiteNextActivity, StallWithoutNextActivity, SlipCount, SlipDays, OutlierPercentile, MinimumWonVisits, OutlierDefaultDays.")]
    [InlineData("?SlipCount=1&SlipCount=2", "Each name may stand there once.")]
    [InlineData("?SlipCount=1&stage=Nowhere", "There is no stage \"Nowhere\". There are: Discovery, Proposal.")]
    [InlineData("?SlipCount=1&team=rob", "Nobody called \"rob\" leads a team. Give a manager's id.")]
    [InlineData("?SlipCount=1&team=a:b", "team may have no colon: no setting can name it.")]
    [InlineData("?Teams:mia:SlipCount=1", "A threshold's name has no colon. For one team or stage, name it with team= or stage=.")]
    public async Task A_bad_value_is_answered_like_a_bad_setting(string query, string detail)
    {
        EntraApp app = shared.App;
        using HttpResponseMessage answer = await app.SendAsync("GET", "/api/thresholds/preview" + query, Callers.SignedIn["admin"](app.Directory));
        Assert.Equal((400, detail), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task The_page_previews_for_admins_alone_and_only_its_form_may_be_sent()
    {
        await using EntraApp app = await StartAsync(Set);
        AngleSharp.Html.Dom.IHtmlDocument admins = await PageAsync(app, "admin", "/thresholds?StallBusinessDays=300&stage=");
        Assert.Equal(["Stalls", "Slips", "Long in stage"], admins.QuerySelector("[role=status] table")!.QuerySelectorAll("tbody th").Select(kind => kind.TextContent));
        Assert.Equal("300", admins.QuerySelector("input[name=StallBusinessDays]")!.GetAttribute("value"));
        AngleSharp.Html.Dom.IHtmlDocument robs = await PageAsync(app, "rob", "/thresholds");
        Assert.Null(robs.QuerySelector("form"));
        Assert.Equal(["Team of Mia Manager", "Stage Proposal in the team of Mia Manager"], robs.QuerySelectorAll("h2").Select(one => one.TextContent));
        Assert.Equal(403, await app.StatusAsync("GET", "/thresholds?StallBusinessDays=300", Callers.SignedIn["rob"](app.Directory)));

        using HttpResponseMessage mistaken = await app.SendAsync("GET", "/thresholds?StallBusinessDays=0", Callers.SignedIn["admin"](app.Directory));
        Assert.Equal(400, (int)mistaken.StatusCode);
        Assert.Contains("form-action 'self'", mistaken.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("must be a whole number from 1 to 365", Briefs.Html.Parse(await mistaken.Content.ReadAsStringAsync()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The settings say it for the documents; the page says it in the reader's language, and in English the same.</summary>
    [Fact]
    public void Every_threshold_is_explained_on_the_page_as_the_settings_explain_it()
    {
        foreach (Setting<OneOnOne.Analysis.Thresholds> one in ThresholdSettings.All)
        {
            Language english = Language.English;
            Assert.Equal((one.Meaning, one.Allowed), (english[$"Threshold{one.Key}Meaning"], english[$"Threshold{one.Key}Allowed"]));
            Assert.Equal(Numbers(one.Allowed), Numbers(Language.Of("de")[$"Threshold{one.Key}Allowed"]));
            Assert.NotEmpty(english["Threshold" + one.Key]);
        }

        static string Numbers(string text) => string.Concat(text.Where(c => char.IsAsciiDigit(c) || c is '.' or ' ')).Replace("  ", " ", StringComparison.Ordinal).Trim();
    }

    private static async Task<EntraApp> StartAsync(string[] lines) => await EntraApp.StartAsync(settings: OneOnOneSettings.Read(Configure(lines)));

    private static async Task<string[]> FindingsAsync(PipelineWorld world)
    {
        ServiceProvider process = world.Start();
        Reports reports = process.GetRequiredService<Reports>();
        IBookStore books = process.GetRequiredService<IBookStore>();
        List<(PersonId Rep, Finding Finding)> all = await reports.FindingsAsync(await books.RepsAsync(CancellationToken.None), await reports.DefaultAsOfAsync(CancellationToken.None), CancellationToken.None);
        return [.. all.Select(one => $"{one.Rep} {one.Finding switch { Stall => "stall", Slip => "slip", _ => "stageOutlier" }} {one.Finding.Opportunity.Id}").Order(StringComparer.Ordinal)];
    }

    private static async Task<string> ScopesAsync(EntraApp app, string who)
    {
        string token = who == "sam" ? app.Directory.Token("sam@example.com") : Callers.SignedIn[who](app.Directory);
        using HttpResponseMessage answer = await app.SendAsync("GET", "/api/thresholds", token);
        JsonElement report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return string.Join(' ', report.GetProperty("scopes").EnumerateArray().Select(scope =>
            $"{(scope.TryGetProperty("team", out JsonElement team) ? team.GetString() : "company")}/{(scope.TryGetProperty("stage", out JsonElement stage) ? stage.GetString() : "all")}"));
    }

    private static async Task<JsonElement> GetAsync(EntraApp app, string who, string path)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", path, Callers.SignedIn[who](app.Directory));
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(EntraApp app, string who, string path)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", path, Callers.SignedIn[who](app.Directory));
        Assert.Equal(200, (int)answer.StatusCode);
        return Briefs.Html.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static ThresholdSource Read(params string[] lines) => ThresholdSettings.Read(Configure(lines));

    private static IConfiguration Configure(string[] lines) => new ConfigurationBuilder()
        .AddInMemoryCollection(lines.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0].Replace("__", ":", StringComparison.Ordinal), (string?)pair[1])))
        .Build();
}
