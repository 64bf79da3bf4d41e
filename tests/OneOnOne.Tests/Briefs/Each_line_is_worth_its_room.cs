using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>What a reader would cut: said twice, beside the point, or asked of nobody.</summary>
public sealed class Each_line_is_worth_its_room
{
    [Theory]
    [InlineData(Audience.Manager, "Fewer calls and meetings than usual: ask for the why before you judge. Commitments to other customers may well explain it. More e-mails than usual: ask what made that possible, and what came of it.")]
    [InlineData(Audience.Rep, "Calls and meetings are down: what took their place, and will it again? E-mails are up: what made that possible, and what came of it?")]
    public async Task A_busy_week_is_asked_about_as_one_and_a_slow_one_as_another(Audience reader, string said)
    {
        ImmutableArray<ActivityMetric> week =
        [
            new(ActivityKind.Call, 2, 11, 8) { Pace = Pace.Slower }, new(ActivityKind.Email, 40, 11, 8) { Pace = Pace.Faster }, new(ActivityKind.Meeting, 0, 4, 8) { Pace = Pace.Slower },
        ];
        Assert.Contains(said, await TextAsync(Facts with { Context = Facts.Context with { Activity = week } }, reader), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "1 of 9 open deals deserves a closer look: USD 86,000 at stake. It is new since last time. ")]
    [InlineData(0, 2, "2 of 9 open deals deserve a closer look: USD 134,500 at stake. All 2 below are new since last time. ")]
    [InlineData(1, 2, "2 of 9 open deals deserve a closer look: USD 134,500 at stake. 1 of the 2 below is new since last time. ")]
    public async Task The_headline_counts_what_is_new(int since, int deals, string headline)
    {
        (int? Since, Finding[])[] found = [.. new[] { Samples.Northwind, Samples.Contoso }.Take(deals).Select((deal, i) => ((int?)(i == 0 ? 0 : since), new Finding[] { Stalled(deal) }))];
        Assert.Contains(headline, await TextAsync((Facts with { Context = Facts.Context with { OpenCount = 9 } }).With(found)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_stalled_is_praised_once()
    {
        string text = await TextAsync(Samples.Slips.Facts);
        Assert.Contains(" Nothing is stalled. - Context", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("Nothing is stalled").Length - 1);
        Assert.DoesNotContain("well done", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_became_of_deals_pushed_as_often_is_said_with_the_first_of_them()
    {
        PushedOutcomes team = new(3, BenchmarkRung.Team, 6, 6, 0.9);
        PushedOutcomes company = team with { Rung = BenchmarkRung.Company, Closed = 60 };
        Finding[] slips = [.. new[] { (Samples.Northwind, team), (Samples.Contoso, team), (Samples.Wide, company) }.Select(one => Slipping(one.Item1) with { Serial = true, Alike = one.Item2 })];
        string text = await TextAsync(Facts.With([.. slips.Select(slip => ((int?)0, new[] { slip }))]));
        Assert.Equal(3, text.Split("A pattern by now").Length - 1);
        Assert.Equal(1, text.Split("Of the team's 6 closed deals").Length - 1);
        Assert.Equal(1, text.Split("Of the company's 60 closed deals").Length - 1);
    }

    [Fact]
    public async Task Deals_in_one_stage_say_once_what_they_are_compared_with_and_are_not_asked_about_alike()
    {
        OpportunityRef[] deals = [.. Enumerable.Range(1, 4).Select(i => Samples.Northwind with { Id = new OpportunityId("o" + i) })];
        BriefFacts facts = Facts.With([.. deals.Select((deal, i) => ((int?)0, new Finding[] { Long(deal) with { AgeDays = 50 - i, WonVisitsShorter = i == 3 ? 11 : 12 } }))]);
        string text = await TextAsync(facts);
        Assert.Contains("48 days in Proposal, since Tue 6 Oct. The limit is 31 days, as above. > Ask", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("Of 13 stays there by Dana's own won deals, 12 were shorter; half within").Length - 1);
        Assert.Equal(1, text.Split("Of 13 stays there by Dana's own won deals, 11 were shorter; half within").Length - 1);
        Assert.Equal(3, Pair(facts).Manager.Questions.Distinct().Count());
        Assert.Equal(3, Pair(facts).Rep.SelfChecks.Distinct().Count());
    }

    [Fact]
    public async Task Names_with_commas_are_listed_so_that_each_can_be_told()
    {
        OpportunityRef[] deals = [.. Enumerable.Range(1, 4).Select(i => Samples.Northwind with { Id = new OpportunityId("o" + i), Name = $"Pilot, part {i}" })];
        Assert.Contains("booked for Pilot, part 1; Pilot, part 2; and 2 more. A cleared", await TextAsync(Facts.With([.. deals.Select(deal => ((int?)0, new Finding[] { Stalled(deal) }))]), Audience.Rep), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_without_any_amount_says_so_without_counting() =>
        Assert.Contains("65 open deals. None of them has an amount.", await TextAsync(Facts with { Context = Facts.Context with { OpenCount = 65, WithoutAmount = 65 } }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.5, true)]
    [InlineData(null, true)]
    public void Whoever_is_on_track_needs_no_plan_to_get_there(double? chance, bool asked)
    {
        QuotaAttainment quota = new(Day("2026-10-01"), Day("2026-12-31"), Usd(100), 50, 1, 70, 3, 0) { Outlook = new QuotaOutlook(40, chance, 3, 0, 0) };
        BriefFacts facts = Facts with { Context = Facts.Context with { Quotas = [quota] } };
        Assert.Equal(asked, BriefQuestions.Prepare(facts).Contains("Your plan for the USD 50 still to close by 31 Dec."));
    }

    [Theory]
    [InlineData(0, "USD 50 to go. No open deal counts towards it by 31 Dec. Chance")]
    [InlineData(1, "USD 50 to go. Open deals due to close by 31 Dec: 1, worth USD 70 if every one is won, about USD 40 by the chance of each. Chance")]
    public async Task A_quota_names_its_day_and_no_sum_of_nothing(int open, string said)
    {
        QuotaAttainment quota = new(Day("2026-10-01"), Day("2026-12-31"), Usd(100), 50, 1, 70, open, 0) { Outlook = new QuotaOutlook(40, 0.5, 3, 0, 0) };
        Assert.Contains(said, await TextAsync(Facts with { Context = Facts.Context with { Quotas = [quota] } }), StringComparison.Ordinal);
    }

    /// <summary>A heading holds what stands under it: a question after a list would be read as one more of its lines.</summary>
    [Fact]
    public async Task Questions_of_a_plan_stand_before_the_lists()
    {
        string text = Flat((await RenderAsync(Samples.Plan, Audience.Manager)).Text);
        Assert.Contains("above 20,000. Say what is expected", text, StringComparison.Ordinal);
        Assert.Contains("with a day. To raise", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Angebot", "say yes to the proposal")]
    [InlineData("Vertragsverhandlung", "points are still open")]
    [InlineData("Bedarfsanalyse", "want solved badly enough")]
    [InlineData("Unterschrift", "the signature")]
    [InlineData("Teststellung", "the judge of it")]
    public void German_names_of_stages_are_asked_about_as_English_ones(string stage, string asked)
    {
        BriefFacts facts = Facts.With((0, [Long(Samples.Northwind with { Stage = stage })]));
        Assert.Contains(asked, BriefQuestions.ForManager(facts.Deals[0], facts), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(BriefFacts facts, Audience reader = Audience.Manager) => Flat((await RenderAsync(Pair(facts), reader)).Text);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
