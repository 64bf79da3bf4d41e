using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Briefs;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Briefs_with_little_to_say
{
    [Fact]
    public async Task Between_meetings_say_so_and_time_nothing()
    {
        string text = await TextAsync(Samples.Full.Facts with { Meeting = null });
        Assert.StartsWith("Between one-on-ones: Dana Moreno\n", text, StringComparison.Ordinal);
        Assert.Contains("Asked for between meetings, as of Sun 22 Nov 2026, 12:00 Europe/London", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" min)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assumed_and_moved_meetings_are_owned_up_to()
    {
        string text = await TextAsync(Facts with { Meeting = Facts.Meeting! with { Assumed = true, MovedBecause = "" } });
        Assert.Contains("The CRM has no one-on-one for the two of you; the default time stands in.", text, StringComparison.Ordinal);
        Assert.Contains("Moved from its usual time; no cause was given.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_of_an_analysis_is_not_good_news()
    {
        BriefFacts facts = Facts with { Missing = [.. Enum.GetValues<AnalysisPart>()], Context = Facts.Context with { OpenCount = 4 } };
        string text = await TextAsync(facts);
        Assert.Contains("Nothing was found, but not everything could be looked at.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is stalled", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No deal needs rescue", text, StringComparison.Ordinal);
        Assert.DoesNotContain("None on record", text, StringComparison.Ordinal);
        Assert.Contains("Missing, since it did not finish in time: stage times.", text, StringComparison.Ordinal);
        (string subject, string preheader) = await ShownInAListAsync(facts);
        Assert.EndsWith(": not everything could be checked", subject, StringComparison.Ordinal);
        Assert.StartsWith("Missing, since it did not finish in time: stalled deals. Missing,", preheader, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_activities_nothing_is_called_lively()
    {
        string text = await TextAsync(Facts with { Notes = [new DataNote(DataIssue.NoActivities, 4)], Context = Facts.Context with { OpenCount = 4 } });
        Assert.DoesNotContain("Nothing is stalled", text, StringComparison.Ordinal);
        Assert.Contains("nothing can be said about stalls in 4 open deals", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_the_CRM_never_had_is_not_told_how_fresh_the_data_are()
    {
        string text = await TextAsync(Facts with { SnapshotId = BriefFacts.NoSnapshot });
        Assert.Contains("No CRM data on Dana has been read yet.", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is known yet, so nothing is claimed.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CRM data as of", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No deal needs rescue", text, StringComparison.Ordinal);
        Assert.DoesNotContain("quota", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Nothing is known yet, so nothing is claimed.", (await ShownInAListAsync(Facts with { SnapshotId = BriefFacts.NoSnapshot })).Preheader);
    }

    [Fact]
    public async Task Where_no_deal_is_open_nobody_is_asked_to_pick_one()
    {
        string text = Flat(await TextAsync(Facts with { Context = Facts.Context with { OpenCount = 0 } }));
        Assert.Contains("With no open deal, plan the next ones together: whom to call on first, and with what?", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pick one", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_without_quotas_reads_so_once_and_at_the_end()
    {
        string text = Flat(await TextAsync(Facts));
        Assert.DoesNotContain("Quota ", text, StringComparison.Ordinal);
        Assert.Contains("Mind the data - No quota is on record for this period, so nothing can be said about being on track.", text, StringComparison.Ordinal);
    }

    /// <summary>A median of one or two stays is nothing to go by, and a row without a number is not worth its line.</summary>
    [Fact]
    public async Task Stage_times_are_told_from_three_stays_on()
    {
        string text = await TextAsync(Facts with { StageTimes = [new StageTimes("Proposal", 3, 13.2, 30.7, 2, 38.4), new StageTimes("Closed Lost", 1, 27, 27, 0, null), new StageTimes("Trial", 2, 5, 9, 3, 38.4)] });
        Assert.Contains("Proposal  14 (3)       too few           too few (2)\nTrial     too few (2)  too few           38 (3)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Closed Lost", text, StringComparison.Ordinal);
        Assert.Contains("Too few closed deals yet", await TextAsync(Facts with { StageTimes = [new StageTimes("Closed Lost", 1, 27, 27, 0, null)] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_stages_the_most_travelled_are_told()
    {
        string text = await TextAsync(Facts with { StageTimes = [.. Enumerable.Range(1, 14).Select(i => new StageTimes("Stage " + i, 2 + i, 13.2, 30.7, 0, null))] });
        Assert.DoesNotContain("\nStage 2 ", text, StringComparison.Ordinal);
        Assert.Contains("\nStage 3 ", text, StringComparison.Ordinal);
        Assert.Contains("And 2 more stages, with fewer stays.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_of_nothing_has_no_percentage_and_a_full_one_no_remainder()
    {
        QuotaAttainment none = new(Day("2026-10-01"), Day("2026-12-31"), Usd(0), 0, 0, 0, 0, 0);
        string text = await TextAsync(Facts with { Context = Facts.Context with { Quotas = [none, none with { Target = Usd(100), Closed = 250 }] } });
        Assert.Contains("USD 0 of USD 0 closed [", text, StringComparison.Ordinal);
        Assert.Contains("USD 250 of USD 100 closed, 250 %, with day 53 of 92", text, StringComparison.Ordinal);
        Assert.DoesNotContain("to go.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "No chance to hit is given: fewer than 8 closed deals to judge the open ones by.")]
    [InlineData(0.0, "Chance to hit: less than 1 in 20, off track. It counts 3 open deals.")]
    [InlineData(0.2, "Chance to hit: about 2 in 10, off track. It counts 3 open deals.")]
    [InlineData(0.7, "Chance to hit: about 7 in 10, on track. It counts 3 open deals.")]
    [InlineData(1.0, "Chance to hit: more than 19 in 20, on track. It counts 3 open deals.")]
    public async Task A_chance_is_told_in_tenths_and_never_as_certain(double? chance, string expected)
    {
        QuotaAttainment quota = new(Day("2026-10-01"), Day("2026-12-31"), Usd(100), 50, 1, 0, 0, 0) { Outlook = new QuotaOutlook(null, chance, 3, 0, 0) };
        string text = Flat(await TextAsync(Facts with { Context = Facts.Context with { Quotas = [quota] } }));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(chance is not null, text.Contains("On track from 7 in 10", StringComparison.Ordinal));
        Assert.DoesNotContain("by the chance of each", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_new_win_is_one_win()
    {
        QuotaAttainment quota = new(Day("2026-10-01"), Day("2026-12-31"), Usd(100), 50, 1, 0, 0, 0) { Outlook = new QuotaOutlook(null, 0.5, 0, 0, 1) };
        Assert.Contains("It counts 0 open deals, and about 1 win from deals that are not open yet.", Flat(await TextAsync(Facts with { Context = Facts.Context with { Quotas = [quota] } })), StringComparison.Ordinal);
    }

    private static async Task<(string Subject, string Preheader)> ShownInAListAsync(BriefFacts facts)
    {
        RenderedBrief brief = await RenderAsync(Pair(facts), Audience.Manager);
        return (brief.Subject, Html.Parse(brief.Html).QuerySelector("body > div")!.TextContent.Trim());
    }

    private static string Flat(string text) => text.Replace("\n  ", " ", StringComparison.Ordinal).Replace('\n', ' ');

    [Fact]
    public async Task Few_weeks_make_no_usual_one()
    {
        string text = await TextAsync(Facts with { Context = Facts.Context with { Activity = [new ActivityMetric(OneOnOne.Crm.ActivityKind.Call, 0, null, 2)] } });
        Assert.Contains("Calls 0. Too few weeks are on record to say what is usual.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the usual week", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[#", text, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(BriefFacts facts) => (await RenderAsync(Pair(facts), Audience.Manager)).Text.Replace("\n  ", " ", StringComparison.Ordinal);
}
