using OneOnOne.Analysis;
using OneOnOne.Briefs;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Wording_of_stage_outliers
{
    private static readonly StageOutlier Own = Long(Deal("1", "Big deal", "Acme", "Proposal", Usd(1), null));

    [Fact]
    public void The_rep_is_compared_with_their_own_won_and_lost_deals() => Says(
        "47 days in Proposal, since Tue 6 Oct. 12 of your 13 won deals were through it sooner; half within 14 days, nine in ten within 31. Half of your 6 lost deals stayed 38 days or longer.",
        Own, Audience.Rep);

    [Fact]
    public void The_manager_reads_whose_deals_they_were() => Says(
        "47 days in Proposal, since Tue 6 Oct. 12 of Dana's own 13 won deals were through it sooner; half within 14 days, nine in ten within 31. Half of Dana's own 6 lost deals stayed 38 days or longer.",
        Own, Audience.Manager);

    [Fact]
    public void A_lower_bound_is_called_one_and_the_rung_is_named() => Says(
        "At least 47 days in Proposal: it was already there when first seen, Tue 6 Oct. All 13 of the team's won deals were through it sooner; half within 14 days, three in four within 31.",
        Own with { EntryKnown = false, Rung = BenchmarkRung.Team, WonVisitsShorter = 13, Percentile = 0.75, LostVisits = 0, LostMedianDays = null },
        Audience.Rep);

    [Fact]
    public void A_near_miss_does_not_read_like_a_contradiction() => Says(
        "Just over 31 days in Proposal, since Tue 6 Oct. 12 of the company's 13 won deals were through it sooner; half within 14 days, 85.5 in 100 within 31.1. The one lost deal stayed 38 days.",
        Own with { AgeDays = 31, LimitDays = 31.05, Rung = BenchmarkRung.Company, Percentile = 0.855, LostVisits = 1 },
        Audience.Manager);

    [Fact]
    public void A_default_admits_what_it_is() => Says(
        "47 days in Proposal, since Tue 6 Oct. The limit of 30 days is a default: only 3 of your won deals passed through this stage, too few to compare with.",
        Own with { Rung = BenchmarkRung.AdminDefault, LimitDays = 30, Percentile = null, WonVisits = 3, LostVisits = 0 },
        Audience.Rep);

    [Theory]
    [InlineData(31.0000001, "31")]
    [InlineData(30.7, "31")]
    [InlineData(9.91, "10")]
    [InlineData(6.1, "6.1")]
    [InlineData(6.12, "6.2")]
    [InlineData(0, "0")]
    public void Limits_are_rounded_up_so_that_within_stays_true(double days, string text) => Assert.Equal(text, Wording.Up(days));

    [Theory]
    [InlineData("Moreno, Dana", "Moreno, Dana's own")]
    [InlineData("Dr. Dana Moreno", "Dr. Dana Moreno's own")]
    [InlineData("James Moreno", "James' own")]
    [InlineData("Dana", "Dana's own")]
    [InlineData("‮", "r1's own")]
    public void A_first_name_is_used_only_where_it_plainly_is_one(string name, string own) =>
        Assert.Equal(own, Voice.Of(Facts with { Rep = Facts.Rep with { Name = name } }, Audience.Manager).Own);

    private static void Says(string sentence, StageOutlier outlier, Audience audience) => Assert.Equal(sentence, Wording.Of(outlier, Voice.Of(Facts, audience)));
}
