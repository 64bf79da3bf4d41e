using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Briefs;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Wording_of_stage_outliers
{
    private static readonly StageOutlier Own = Long(Deal("1", "Big deal", "Acme", "Proposal", Usd(1), null));

    [Fact]
    public void The_rep_is_compared_with_their_own_won_and_lost_deals() => Says(
        "47 days in Proposal, since Tue 6 Oct. Of 13 stays there by your won deals, 12 were shorter; half within 14 days, nine in ten within 31. Half of the 6 by lost deals lasted 38 days or longer.",
        Own, Audience.Rep);

    [Fact]
    public void The_manager_reads_whose_deals_they_were() => Says(
        "47 days in Proposal, since Tue 6 Oct. Of 13 stays there by Dana's own won deals, 12 were shorter; half within 14 days, nine in ten within 31. Half of the 6 by lost deals lasted 38 days or longer.",
        Own, Audience.Manager);

    [Fact]
    public void A_lower_bound_is_called_one_and_the_rung_is_named() => Says(
        "At least 47 days in Proposal: it was already there when first seen, Tue 6 Oct. All 13 stays there by the team's won deals were shorter; half within 14 days, three in four within 31.",
        Own with { EntryKnown = false, Rung = BenchmarkRung.Team, WonVisitsShorter = 13, Percentile = 0.75, LostVisits = 0, LostMedianDays = null },
        Audience.Rep);

    [Fact]
    public void A_near_miss_does_not_read_like_a_contradiction() => Says(
        "Just over 31 days in Proposal, since Tue 6 Oct. Of 13 stays there by the company's won deals, 12 were shorter; half within 14 days, 85.5 in 100 within 31.1. The one by a lost deal lasted 38 days.",
        Own with { AgeDays = 31, LimitDays = 31.05, Rung = BenchmarkRung.Company, Percentile = 0.855, LostVisits = 1 },
        Audience.Manager);

    [Fact]
    public void A_deal_that_was_taken_over_is_not_blamed_for_the_time_before()
    {
        StageOutlier taken = Own with { OwnedSince = Own.EnteredAt.AddDays(28), LostVisits = 0 };
        Says("47 days in Proposal, since Tue 6 Oct. Yours since Tue 3 Nov. Of 13 stays there by your won deals, 12 were shorter; half within 14 days, nine in ten within 31.", taken, Audience.Rep);
        Says("47 days in Proposal, since Tue 6 Oct. Dana's since Tue 3 Nov. Of 13 stays there by Dana's own won deals, 12 were shorter; half within 14 days, nine in ten within 31.", taken, Audience.Manager);
    }

    [Theory]
    [InlineData(BenchmarkRung.Rep, 4, "Of your 23 deals that stayed there this long, 4 were won within the next 90 days.")]
    [InlineData(BenchmarkRung.Team, 1, "Of 23 deals of the team that stayed there this long, 1 was won within the next 90 days.")]
    [InlineData(BenchmarkRung.Company, 0, "Of 23 deals of the company that stayed there this long, none was won within the next 90 days.")]
    public void What_became_of_deals_that_got_this_far_is_counted(BenchmarkRung rung, int won, string counted) => Says(
        "47 days in Proposal, since Tue 6 Oct. Of 13 stays there by your won deals, 12 were shorter; half within 14 days, nine in ten within 31. " + counted,
        With(Now with { Rung = rung, WonWithin = won }),
        Audience.Rep);

    [Fact]
    public void A_chance_that_says_nothing_is_not_said()
    {
        string without = "47 days in Proposal, since Tue 6 Oct. Of 13 stays there by your won deals, 12 were shorter; half within 14 days, nine in ten within 31. Half of the 6 by lost deals lasted 38 days or longer.";
        Says(without, With(Now with { Known = 7 }), Audience.Rep);
        Says(without, With(Now with { AgeDays = 46.9 }), Audience.Rep);
        Says(without, With(Now with { HorizonDays = 89 }), Audience.Rep);
        Says(without, With(Now with { Won = 0.4 }), Audience.Rep);
    }

    private static readonly WinChance Now = new(0.15, new Limits(0.05, 0.3), 0.6, 47.2, 90, BenchmarkRung.Team, Visits: 30, Closed: 22, Known: 23, WonWithin: 4);

    private static StageOutlier With(WinChance now) => Own with { Chance = now, ChanceAtEntry = Now with { Won = 0.4 } };

    [Fact]
    public void A_default_admits_what_it_is() => Says(
        "47 days in Proposal, since Tue 6 Oct. The limit of 30 days is a default: there are only 3 stays there by your won deals to compare with.",
        Own with { Rung = BenchmarkRung.AdminDefault, LimitDays = 30, Percentile = null, WonVisits = 3, LostVisits = 0 },
        Audience.Rep);

    [Theory]
    [InlineData(31.0000001, "31")]
    [InlineData(30.7, "31")]
    [InlineData(9.91, "10")]
    [InlineData(6.1, "6.1")]
    [InlineData(6.12, "6.2")]
    [InlineData(0, "0")]
    public void Limits_are_rounded_up_so_that_within_stays_true(double days, string text) => Assert.Equal(text, Wording.Up(days, Voice.Of(Facts, Audience.Rep)));

    [Theory]
    [InlineData("Moreno, Dana", "Moreno, Dana")]
    [InlineData("Dr. Dana Moreno", "Dr. Dana Moreno")]
    [InlineData("James Moreno", "James")]
    [InlineData("Dana", "Dana")]
    [InlineData("‮", "r1")]
    public void A_first_name_is_used_only_where_it_plainly_is_one(string name, string called) =>
        Assert.Equal(called, Voice.Of(Facts with { Rep = Facts.Rep with { Name = name } }, Audience.Manager).Rep);

    private static void Says(string sentence, StageOutlier outlier, Audience audience) => Assert.Equal(sentence, Wording.Of(outlier, Voice.Of(Facts, audience)));
}
