using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

/// <summary>Stage, amount and close date against what they were four weeks ago, day -8, or at the last one-on-one where that is longer ago.</summary>
public sealed class StepsBackTests
{
    private static readonly Thresholds OnlyActivity = new() { StallWithoutNextActivity = false };

    /// <summary>Worked on yesterday, so that nothing but steps back can make it a finding.</summary>
    private static Opportunity Seen(params (double Day, string Stage, int Close, decimal Amount)[] states) => Open() with
    {
        LastActivity = new LastActivity(Days.At(19), ActivityKind.Call),
        Details = new OpportunityDetails { CreatedAt = Days.At(-90) },
        StageEntries = [],
        Observed = [.. states.Select(state => new Observation(Days.At(state.Day), new ObservedState(Rep, state.Stage, Outcome.Open, Days.On(state.Close), new Money(state.Amount, "USD"))))],
    };

    private static Stall? Judge(Opportunity deal, double since = 13) =>
        StallAnalysis.Of(Book(deal) with { Snapshots = [.. deal.Observed.Select(observation => observation.At)] }, Context(since: since, thresholds: OnlyActivity)).Findings.OfType<Stall>().SingleOrDefault();

    [Fact]
    public void Two_steps_of_three_are_a_finding_and_one_is_not()
    {
        Assert.Null(Judge(Seen((-30, "Negotiation", 40, 90), (10, "Proposal", 40, 90))));
        Assert.Null(Judge(Seen((-30, "Negotiation", 40, 90), (10, "Negotiation", 70, 95))));
        Assert.Equal(
            new StepsBack(Days.At(-8), "Negotiation", new Money(90, "USD"), null),
            Judge(Seen((-30, "Negotiation", 40, 90), (10, "Proposal", 40, 60)))!.StepsBack);
        Assert.Equal(
            new StepsBack(Days.At(-8), null, new Money(90, "USD"), Days.On(40)),
            Judge(Seen((-30, "Proposal", 40, 90), (5, "Proposal", 70, 90), (10, "Proposal", 70, 60)))!.StepsBack);
        Stall all = Judge(Seen((-30, "Negotiation", 40, 90), (10, "Discovery", 70, 60)))!;
        Assert.Equal((3, true, false, false, false), (all.StepsBack!.Count, all.GoesBack, all.OnlyUnbooked, all.WithoutActivity, all.WithoutNextActivity));
    }

    [Fact]
    public void One_step_is_told_of_a_deal_that_is_found_for_something_else_but_not_a_date_alone()
    {
        Stall? Quiet(Opportunity deal) => Judge(deal with { LastActivity = new LastActivity(Days.At(1), ActivityKind.Call) });
        Assert.Equal((1, false), (Quiet(Seen((-30, "Proposal", 40, 90), (10, "Proposal", 40, 60)))!.StepsBack!.Count, Quiet(Seen((-30, "Proposal", 40, 90), (10, "Proposal", 40, 60)))!.GoesBack));
        Assert.Null(Quiet(Seen((-30, "Proposal", 40, 90), (10, "Proposal", 70, 90)))!.StepsBack);
    }

    [Fact]
    public void What_went_back_and_came_again_did_not_go_back() =>
        Assert.Null(Judge(Seen((-30, "Negotiation", 40, 90), (0, "Proposal", 70, 60), (10, "Negotiation", 40, 90))));

    [Fact]
    public void What_went_back_longer_ago_is_old_news_unless_the_last_meeting_is_longer_ago_too()
    {
        Opportunity deal = Seen((-60, "Negotiation", 40, 90), (-20, "Proposal", 70, 60));
        Assert.Null(Judge(deal));
        Assert.Equal(new StepsBack(Days.At(-22), "Negotiation", new Money(90, "USD"), Days.On(40)), Judge(deal, since: -22)!.StepsBack);
    }

    [Fact]
    public void A_deal_first_seen_since_is_compared_with_what_it_was_first() =>
        Assert.Equal(new StepsBack(Days.At(-8), "Negotiation", new Money(90, "USD"), null), Judge(Seen((2, "Negotiation", 40, 90), (10, "Proposal", 40, 60)))!.StepsBack);

    [Fact]
    public void Another_currency_or_a_stage_without_a_place_is_no_step()
    {
        Opportunity deal = Seen((-30, "Somewhere", 40, 90), (10, "Proposal", 70, 60));
        Assert.Null(Judge(deal with { Observed = [deal.Observed[0] with { State = deal.Observed[0].State! with { Amount = new Money(90, "EUR") } }, deal.Observed[1]] }));
    }

    [Fact]
    public void An_export_in_which_no_amount_is_known_any_more_has_no_smaller_one()
    {
        Opportunity deal = Seen((-30, "Proposal", 40, 90), (10, "Proposal", 70, 60));
        Assert.Null(Judge(deal with { Observed = [deal.Observed[0], deal.Observed[1] with { State = deal.Observed[1].State! with { Amount = null } }] }));
    }

    [Fact]
    public void A_deal_that_nobody_touched_since_it_changed_hands_says_since_when_it_is_whose()
    {
        Opportunity deal = Quiet(2) with
        {
            Observed =
            [
                new Observation(Days.At(-9), new ObservedState(new PersonId("old"), "Proposal", Outcome.Open, null, null)),
                new Observation(Days.At(4), new ObservedState(Rep, "Proposal", Outcome.Open, null, null)),
                new Observation(Days.At(9), new ObservedState(Rep, "Negotiation", Outcome.Open, null, null)),
            ],
        };
        Stall? At(Opportunity one) => StallAnalysis.Of(Book(one), Context()).Findings.OfType<Stall>().Single();
        Assert.Equal((Days.At(4), 14), (At(deal)!.OwnedSince, At(deal)!.IdleBusinessDays));
        Assert.Null(At(deal with { LastActivity = new LastActivity(Days.At(5), ActivityKind.Call) })!.OwnedSince); // They have worked on it.
        Assert.Null(At(Quiet(2))!.OwnedSince);
    }
}
