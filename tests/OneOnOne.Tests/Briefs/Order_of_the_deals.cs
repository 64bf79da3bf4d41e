using OneOnOne.Analysis.Chances;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Tests.Analysis;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Briefs;

public sealed class Order_of_the_deals
{
    [Fact]
    public void The_amount_times_the_lost_chance_decides() =>
        Assert.Equal("small large", Order(("large", 100_000, 0.1), ("small", 40_000, 0.4)));

    [Fact]
    public void A_deal_that_has_lost_nothing_counts_a_twentieth_of_its_amount() =>
        Assert.Equal("large small tiny", Order(("tiny", 9_000, 0.5), ("small", 10_000, 0.5), ("large", 200_000, -0.2)));

    [Fact]
    public void A_deal_of_which_nothing_is_known_counts_as_the_middle_of_the_others() =>
        Assert.Equal("b unknown a c", Order(("a", 10_000, 0.1), ("b", 10_000, 0.3), ("c", 10_000, 0.05), ("unknown", 12_000, null)));

    [Fact]
    public void Where_nothing_is_known_of_any_the_amount_decides() =>
        Assert.Equal("large small", Order(("small", 40_000, null), ("large", 100_000, null)));

    /// <summary>Every yen deal is the larger number; the large euro deal is three times the usual one in euros.</summary>
    [Fact]
    public void Amounts_of_different_currencies_are_compared_by_the_usual_deal_in_each() => Assert.Equal(
        "eurLarge eur eurMiddle yenLarge yen",
        Order(("yen", 900_000, 0.1, "JPY"), ("yenLarge", 2_000_000, 0.1, "JPY"), ("eurLarge", 30_000, 0.1, "EUR"), ("eur", 10_000, 0.2, "EUR"), ("eurMiddle", 10_000, 0.15, "EUR")));

    [Fact]
    public void The_only_deal_in_a_currency_counts_as_a_usual_one() =>
        Assert.Equal("large yen middle small", Order(("small", 5_000, 0.1, "EUR"), ("large", 20_000, 0.1, "EUR"), ("middle", 10_000, 0.1, "EUR"), ("yen", 3_000_000, 0.11, "JPY")));

    /// <summary>In the telling stage won deals are quick and lost ones slow, so that a long stay costs chance; at the entry nothing is lost.</summary>
    [Fact]
    public void The_longer_a_deal_stays_where_won_ones_do_not_the_more_of_its_chance_is_lost()
    {
        RepBook book = new SimulatedCompany(1, reps: 24, closedPerRep: 20).Books[0];
        double[] lost = [.. new[] { 0.0, 20, 45 }.Select(days => new LostChances(book).Of(SimulatedCompany.Open(1, SimulatedCompany.Telling, days), SimulatedCompany.Now)!.Value)];
        Assert.Equal(0, lost[0], 6);
        Assert.True(lost[0] < lost[1] && lost[1] < lost[2]);
        Assert.Null(new LostChances(BookBuilder.Book()).Of(BookBuilder.Open(), Days.At(20)));
    }

    private static string Order(params (string Id, decimal Amount, double? Lost)[] deals) => Order([.. deals.Select(deal => (deal.Id, deal.Amount, deal.Lost, "USD"))]);

    private static string Order(params (string Id, decimal Amount, double? Lost, string Currency)[] deals) => string.Join(' ', Ranking.Deals(
        [.. deals.Select(deal => BriefBuilder.Long(BriefBuilder.Deal(deal.Id, deal.Id, null, "Proposal", new Money(deal.Amount, deal.Currency), null)))],
        new LastBrief(before: null, BriefBuilder.AsOf, []),
        id => deals.Single(deal => deal.Id == id.Value).Lost).Select(deal => deal.Opportunity.Id));
}
