using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis.Quotas;

/// <summary>The chance that is drawn, against what can be worked out by hand.</summary>
public sealed class QuotaDrawsTests
{
    /// <summary>Four standard errors of a share of one half.</summary>
    private const double Error = 0.032;

    private static Prospect Deal(decimal amount, double chance) => new(amount, null, chance, [.. Enumerable.Repeat(chance, BetaTenths.Count)]);

    private static double Chance(decimal missing, params Prospect[] deals) => QuotaDraws.Chance(missing, [.. deals], NewWins.None, new Draws(7));

    [Theory]
    [InlineData(110, 0.125)] // Both.
    [InlineData(60, 0.5)] // The larger one, whatever the other does.
    [InlineData(50, 0.625)] // Either.
    [InlineData(111, 0)]
    [InlineData(0, 1)]
    public void Of_two_deals_there_are_four_outcomes(int missing, double expected) => Assert.Equal(expected, Chance(missing, Deal(60, 0.5), Deal(50, 0.25)), Error);

    [Fact]
    public void What_is_certain_is_told_as_certain()
    {
        Assert.Equal(1, Chance(100, Deal(60, 1), Deal(40, 1)));
        Assert.Equal(0, Chance(100, Deal(60, 1), Deal(40, 0)));
        Assert.Equal(0, Chance(100));
        Assert.Equal(1, Chance(0, Deal(60, 0)));
        Assert.Equal(1, Chance(-5));
    }

    [Fact]
    public void Chances_that_are_not_known_are_high_or_low_together()
    {
        // Won for certain or never, and nobody knows which: both at once, in half of the draws, where two known halves give a quarter.
        Prospect unknown = Deal(50, 0.5) with { WonInTenths = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] };
        Assert.Equal(0.5, Chance(100, unknown, unknown));
        Assert.Equal(0.25, Chance(100, Deal(50, 0.5), Deal(50, 0.5)), Error);
    }

    [Fact]
    public void A_better_chance_or_a_larger_amount_never_makes_the_quota_less_likely()
    {
        Draws cases = new(11);
        for (int i = 0; i < 60; i++)
        {
            Prospect[] deals = [.. Enumerable.Range(0, 1 + cases.Below(6)).Select(_ => Deal(1 + cases.Below(100), cases.Share()))];
            decimal missing = 1 + cases.Below(200);
            int which = cases.Below(deals.Length);
            double before = Chance(missing, deals);
            Prospect[] likelier = [.. deals];
            likelier[which] = Deal(deals[which].Amount, Math.Min(1, deals[which].Won + 0.2));
            Prospect[] larger = [.. deals];
            larger[which] = Deal(deals[which].Amount * 1.5m, deals[which].Won);
            Assert.True(Chance(missing, likelier) >= before);
            Assert.True(Chance(missing, larger) >= before);
            Assert.True(Chance(missing + 10, deals) <= before);
        }
    }

    [Theory]
    [InlineData(3, 200, 90, 1)]
    [InlineData(3, 200, 90, 3)]
    [InlineData(0.4, 100, 30, 1)]
    [InlineData(2_000, 430, 90, 420)]
    [InlineData(60_000, 430, 90, 12_600)] // P(none) is below the smallest number there is.
    public void New_wins_come_as_often_as_the_rate_says(double wins, double days, double horizon, int needed)
    {
        GammaPoisson rate = new(wins, days);
        NewWins fresh = NewWins.Of(rate, horizon, 1m);
        Draws draws = new(3);
        double drawn = Enumerable.Range(0, QuotaDraws.Rounds).Count(_ => fresh.Count(draws.Share()) >= needed) / (double)QuotaDraws.Rounds;
        Assert.Equal(rate.AtLeast(needed, horizon), drawn, Error);
        Assert.Equal(wins / days * horizon, fresh.Expected, 1e-9);
    }

    [Fact]
    public void New_wins_bring_amounts_of_the_past_and_count_towards_the_quota()
    {
        GammaPoisson rate = new(4, 100);
        Assert.Equal(rate.AtLeast(2, 50), QuotaDraws.Chance(20, [], NewWins.Of(rate, 50, 10m), new Draws(5)), Error);
        NewWins mixed = NewWins.Of(rate, 50, 30m, 10m, 10m, 10m);
        Assert.Equal([10m, 10m, 10m, 30m, 30m], new[] { 0, 0.3, 0.7499, 0.7501, 0.9999999 }.Select(mixed.Amount));
    }

    [Fact]
    public void The_same_rep_period_and_snapshot_draw_the_same_anywhere_and_others_do_not()
    {
        Quota quota = new(Days.On(1), Days.On(31), new Money(100, "EUR"));
        Prospect[] deals = [Deal(60, 0.4), Deal(70, 0.3), Deal(30, 0.55)];
        double[] drawn =
        [
            Of("rep", quota, 1), Of("rep", quota with { Target = new Money(200, "EUR") }, 1), Of("per", quota, 1), Of("rep", quota with { To = Days.On(30) }, 1),
            Of("rep", quota with { Target = new Money(100, "USD") }, 1), Of("rep", quota, 2),
        ];
        Assert.Equal(drawn[0], drawn[1]);
        Assert.Equal(5, drawn.Distinct().Count());
        Assert.Equal(Recorded, drawn[0]);

        double Of(string rep, Quota period, int day) => QuotaDraws.Chance(85, [.. deals], NewWins.Of(new GammaPoisson(5, 100), 20, 10m, 25m), QuotaDraws.For(new PersonId(rep), period, Days.At(day)));
    }

    /// <summary>To the digit, from one machine.</summary>
    private const double Recorded = 0.47775;
}
