using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class LandmarkTests
{
    /// <summary>At day 10: three visits were over or out of sight before, one was not watched yet, ten are left: four won, four lost, two open.</summary>
    private static readonly StageStay[] Stays =
    [
        new(3, 40, Outcome.Won), new(9, 9, Outcome.Lost), new(2, 2, Outcome.Open), new(30, 50, Outcome.Won, Entry: 11),
        new(10, 10, Outcome.Won), new(12, 15, Outcome.Won), new(20, 30, Outcome.Won, Entry: 10), new(25, 40, Outcome.Won),
        new(15, 15, Outcome.Lost), new(18, 20, Outcome.Lost), new(22, 30, Outcome.Lost), new(40, 45, Outcome.Lost),
        new(11, 12, Outcome.Open), new(14, 35, Outcome.Open),
    ];

    [Fact]
    public void Only_visits_still_there_at_the_age_count_and_from_that_age_on()
    {
        Landmark chance = Landmark.At(10, 20, Stays)!;
        Assert.Equal((10, 8), (chance.Visits, chance.Closed));

        // Won after 0 days (10 at risk), 5 (8, with a loss) and 20 (5, with a loss; a loss of 6 at 10): by hand.
        Assert.Equal(0.1 + (0.9 / 8) + (0.9 * 6 / 8 * 5 / 6 / 5), chance.Won.Share, 1e-12);
        Assert.Equal((0.9 / 8) + (0.9 * 6 / 8 / 6) + (0.9 * 6 / 8 * 5 / 6 / 5), chance.Lost.Share, 1e-12);
        Assert.Equal(1, chance.Won.Share + chance.Lost.Share + chance.StillOpen, 1e-12);
        Assert.True(chance.Won.Limits is { } limits && limits.Lower < chance.Won.Share && chance.Won.Share < limits.Upper);
        Assert.Equal(chance.Won.Share * (1 - chance.Won.Share) / (chance.Won.StandardError * chance.Won.StandardError), chance.EffectiveOutcomes, 1e-9);
        Assert.InRange(chance.EffectiveOutcomes, 8, 10);
    }

    [Fact]
    public void Fewer_closed_deals_than_asked_say_nothing()
    {
        Assert.Null(Landmark.At(10, 20, Stays, fewestClosed: 9));
        Assert.Null(Landmark.At(10.5, 20, Stays));
        Assert.Equal((9, 7), Landmark.At(10.5, 20, Stays, fewestClosed: 7) is { } seven ? (seven.Visits, seven.Closed) : default);
        Assert.Null(Landmark.At(10, 20, []));
        Assert.Null(Landmark.At(10, 20, [new(20, 40, Outcome.Open)], fewestClosed: 0));
    }

    [Fact]
    public void A_horizon_past_what_was_observed_has_an_answer_only_where_nearly_all_were_closed_by_then()
    {
        StageStay[] open = [.. Enumerable.Range(1, 8).Select(day => new StageStay(day, day, day % 2 == 0 ? Outcome.Won : Outcome.Lost)), new(9, 9, Outcome.Open)];
        Assert.NotNull(Landmark.At(0, 9, open));
        Assert.Null(Landmark.At(0, 10, open));
        Assert.Null(Landmark.At(0, null, open));

        StageStay[] nearly = [.. Enumerable.Range(1, 19).Select(day => new StageStay(day, day, day % 2 == 0 ? Outcome.Won : Outcome.Lost)), new(30, 30, Outcome.Open)];
        Landmark good = Landmark.At(0, null, nearly)!;
        Assert.Equal((9 / 20.0, 10 / 20.0), (good.Won.Share, good.Lost.Share), Close);
        Assert.Equal(Landmark.MostStillOpen, good.StillOpen, 1e-12);
        Assert.Equal(good, Landmark.At(0, 1_000, nearly)! with { Horizon = null });
    }

    [Fact]
    public void Without_censoring_it_is_the_share_won_of_so_many_deals()
    {
        Random random = new(2);
        StageStay[] stays = [.. Enumerable.Range(0, 200).Select(_ => random.Next(1, 60)).Select(day => new StageStay(day, day + random.Next(30), random.Next(3) == 0 ? Outcome.Won : Outcome.Lost))];
        StageStay[] set = [.. stays.Where(one => one.Stay >= 25)];
        Landmark within = Landmark.At(25, 14, stays)!;
        Assert.Equal(set.Count(one => one.Outcome == Outcome.Won && one.ToClose <= 39) / (double)set.Length, within.Won.Share, 1e-12);
        Assert.Equal(set.Length, within.EffectiveOutcomes, 1e-6);
        Assert.Equal(set.Count(one => one.Outcome == Outcome.Won) / (double)set.Length, Landmark.At(25, null, stays)!.Won.Share, 1e-12);
    }

    [Fact]
    public void Where_none_was_won_the_deals_whose_end_is_known_count()
    {
        StageStay[] lost = [.. Enumerable.Range(1, 9).Select(day => new StageStay(day, day, Outcome.Lost)), new(4, 4, Outcome.Open), new(30, 30, Outcome.Open)];
        Landmark chance = Landmark.At(0, 20, lost)!;
        Assert.Equal((0, null, 10), (chance.Won.Share, chance.Won.Limits, chance.EffectiveOutcomes));
    }

    /// <summary>Deals that will be won close at 0.1 a day, those that will be lost at 0.02: who stays long is a loss more and more surely.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(30)]
    public void The_chance_falls_with_age_as_it_truly_does_and_its_limits_hold_it(double age)
    {
        const int Runs = 250;
        const double Horizon = 60;
        double won = 0.4 * Math.Exp(-0.1 * age);
        double truth = won * (1 - Math.Exp(-0.1 * Horizon)) / (won + (0.6 * Math.Exp(-0.02 * age)));
        Random random = new(17);
        (int held, int made, double sum) = (0, 0, 0);
        for (int run = 0; run < Runs; run++)
        {
            StageStay[] stays = [.. Enumerable.Range(0, 300).Select(_ => Drawn(random))];
            if (Landmark.At(age, Horizon, stays) is { Won: { Limits: { } limits } share })
            {
                held += limits.Lower <= truth && truth <= limits.Upper ? 1 : 0;
                (made, sum) = (made + 1, sum + share.Share);
            }
        }

        Assert.InRange(made, Runs * 0.98, Runs);
        Assert.InRange((double)held / made, 0.90, 0.99);
        Assert.Equal(truth, sum / made, 0.012);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        foreach (StageStay stay in new[] { new StageStay(-1, 2, Outcome.Won), new StageStay(3, 2, Outcome.Won), new StageStay(3, double.PositiveInfinity, Outcome.Open), new StageStay(double.NaN, 2, Outcome.Won), new StageStay(1, 2, Outcome.Won, -1) })
        {
            Assert.StartsWith("A visit's days", Assert.Throws<ArgumentException>(() => Landmark.At(0, 9, [stay])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Landmark.At(-1, 9, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Landmark.At(1, -9, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Landmark.At(double.NaN, null, []));
    }

    private static bool Close((double, double) one, (double, double) other) => Math.Abs(one.Item1 - other.Item1) < 1e-12 && Math.Abs(one.Item2 - other.Item2) < 1e-12;

    private static StageStay Drawn(Random random)
    {
        bool won = random.NextDouble() < 0.4;
        double close = Samples.Exponential(random, won ? 0.1 : 0.02);
        double seen = random.NextDouble() * 300;
        return close <= seen ? new StageStay(close, close, won ? Outcome.Won : Outcome.Lost) : new StageStay(seen, seen, Outcome.Open);
    }
}
