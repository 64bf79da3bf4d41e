using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class PiecewiseHazardTests
{
    private static readonly ImmutableArray<double> Bands = [0, 7, 30];

    [Fact]
    public void Ends_and_days_fall_into_the_bands_in_which_they_were_watched()
    {
        Exposure exposure = Exposure.Of(Bands, [new(7, true), new(7.5, true), new(40, false), new(35, true, Entry: 10, Weight: 2), new(5, true, Entry: 6), new(0, true)]);
        Assert.Equal([2.0, 1, 2], exposure.Ends.ToArray());
        Assert.Equal([7 + 7 + 7, 0.5 + 23 + (2 * 20), 10 + (2 * 5)], exposure.Days.ToArray());
    }

    [Fact]
    public void What_two_groups_have_is_what_they_have_together()
    {
        Random random = new(4);
        Spell[] one = Samples.Spells(random, 50, late: true);
        Spell[] other = Samples.Spells(random, 80, late: true);
        Exposure both = Exposure.Of([0, 3, 8, 15], [.. one, .. other]);
        Exposure sum = Exposure.Of([0, 3, 8, 15], one).Plus(Exposure.Of([0, 3, 8, 15], other));
        Assert.Equal(both.Ends.ToArray(), sum.Ends.ToArray());
        Assert.Equal(both.Days.ToArray(), sum.Days.ToArray());
        Assert.Equal(one.Concat(other).Where(spell => spell.Entry < spell.Time).Sum(spell => spell.Weight * (spell.Time - spell.Entry)), both.Days.Sum(), 1e-9);
        Assert.Throws<ArgumentException>(() => both.Plus(Exposure.Of(Bands, [])));
    }

    [Fact]
    public void A_rate_is_drawn_towards_the_larger_group_by_so_many_days()
    {
        PiecewiseHazard team = PiecewiseHazard.Of(new Exposure(Bands, [20, 50, 10], [1_000, 1_000, 500]));
        PiecewiseHazard rep = PiecewiseHazard.Towards(team, new Exposure(Bands, [6, 0, 0], [100, 50, 0]), kappa: 100);
        Assert.Equal([0.02, 0.05, 0.02], team.Bands.Select(one => one!.Value.Rate));
        Assert.Equal([(2 + 6.0) / 200, 5.0 / 150, 0.02], rep.Bands.Select(one => one!.Value.Rate));
        Assert.Equal([(8, 200), (5, 150), (2.0, 100.0)], rep.Bands.Select(one => (one!.Value.Ends, one.Value.Days)));
    }

    [Fact]
    public void Who_has_no_data_is_their_team_and_a_team_without_data_its_company()
    {
        PiecewiseHazard company = PiecewiseHazard.Of(new Exposure(Bands, [20, 50, 10], [1_000, 1_000, 500]));
        Exposure none = Exposure.Of(Bands, []);
        PiecewiseHazard rep = PiecewiseHazard.Towards(PiecewiseHazard.Towards(company, none, 200), none, 50);
        foreach (double day in new[] { 0.0, 3, 7, 12, 90 })
        {
            Assert.Equal(company.Survival(day)!.Value, rep.Survival(day)!.Value, 1e-12);
        }
    }

    [Fact]
    public void Survival_is_the_sum_of_rates_and_the_quantile_is_its_inverse()
    {
        PiecewiseHazard hazard = PiecewiseHazard.Of(new Exposure(Bands, [20, 50, 10], [1_000, 1_000, 500]));
        Assert.Equal(1, hazard.Survival(0));
        Assert.Equal(Math.Exp(-0.02 * 5), hazard.Survival(5)!.Value, 1e-12);
        Assert.Equal(Math.Exp(-((0.02 * 7) + (0.05 * 23) + (0.02 * 60))), hazard.Survival(90)!.Value, 1e-12);
        Assert.Equal(Math.Exp(-((0.05 * 10) + (0.02 * 60))), hazard.Survival(90, reached: 20)!.Value, 1e-12);
        Assert.Equal(1, hazard.Survival(10, reached: 20));
        foreach (double p in new[] { 1e-9, 0.05, 0.13, 0.5, 0.9, 0.999 })
        {
            Assert.Equal(1 - p, hazard.Survival(hazard.Quantile(p)!.Value)!.Value, 1e-12);
        }
    }

    [Fact]
    public void Without_anybody_at_risk_there_is_no_rate_and_nothing_that_needs_it()
    {
        PiecewiseHazard hazard = PiecewiseHazard.Of(Exposure.Of(Bands, [new(5, true), new(6, false), new(7, true)]));
        Assert.Null(hazard.Bands[1]);
        Assert.NotNull(hazard.Survival(7));
        Assert.Null(hazard.Survival(7.1));
        Assert.Null(hazard.Survival(9, reached: 8));
        Assert.NotNull(hazard.Quantile(0.5));
        Assert.Null(hazard.Quantile(0.99));

        PiecewiseHazard own = PiecewiseHazard.Towards(hazard, new Exposure(Bands, [0, 3, 0], [70, 60, 0]), kappa: 10);
        Assert.Equal((0.05, null), (own.Bands[1]!.Value.Rate, own.Bands[2]));
    }

    [Fact]
    public void Where_nobody_ended_any_more_a_quantile_is_not_reached()
    {
        PiecewiseHazard hazard = PiecewiseHazard.Of(new Exposure(Bands, [7, 0, 0], [70, 300, 100]));
        Assert.Equal(Math.Exp(-0.7), hazard.Survival(1_000)!.Value, 1e-12);
        Assert.Null(hazard.Quantile(0.6));
        Assert.Equal(Math.Log(2) / 0.1, hazard.Quantile(0.5)!.Value, 1e-12);
        Assert.Equal(0, hazard.Bands[1]!.Value.Limits.Lower);
        Assert.Equal(-Math.Log(0.025) / 300, hazard.Bands[1]!.Value.Limits.Upper, 1e-12);

        PiecewiseHazard rep = PiecewiseHazard.Towards(hazard, new Exposure(Bands, [0, 0, 1], [50, 60, 9]), kappa: 40);
        Assert.Equal((0, 0), (rep.Bands[1]!.Value.Rate, rep.Bands[1]!.Value.Limits.Lower));
        Assert.Equal(-Math.Log(0.025) / 100, rep.Bands[1]!.Value.Limits.Upper, 1e-12);
    }

    [Fact]
    public void Limits_without_a_prior_are_Garwoods()
    {
        foreach (IGrouping<double, Reference.Row> rows in Reference.Table("distributions.csv").Where(row => row.Text("kind").StartsWith("rate_", StringComparison.Ordinal)).GroupBy(row => row.Number("a")))
        {
            Limits limits = PiecewiseHazard.Of(new Exposure([0], [rows.Key], [100])).Bands[0]!.Value.Limits;
            Assert.All(rows, row => row.Holds("y", row.Text("kind") == "rate_lower" ? limits.Lower : limits.Upper));
        }
    }

    /// <summary>Rates 0.02, 0.06 and 0.03, half of them under watch only after up to twelve days, all out of sight after up to sixty more.</summary>
    [Fact]
    public void Known_rates_are_found_and_held_by_the_limits()
    {
        const int Runs = 300;
        double[] truth = [0.02, 0.06, 0.03];
        PiecewiseHazard true_ = PiecewiseHazard.Of(new Exposure(Bands, [.. truth.Select(rate => rate * 1e6)], [1e6, 1e6, 1e6]));
        int[] held = new int[3];
        double[] sums = new double[3];
        Random random = new(8);
        for (int run = 0; run < Runs; run++)
        {
            PiecewiseHazard found = PiecewiseHazard.Of(Exposure.Of(Bands, [.. Enumerable.Range(0, 120).Select(i => Drawn(random, true_, i % 2 == 0 ? random.NextDouble() * 12 : 0))]));
            for (int band = 0; band < 3; band++)
            {
                Hazard hazard = found.Bands[band]!.Value;
                held[band] += hazard.Limits.Lower <= truth[band] && truth[band] <= hazard.Limits.Upper ? 1 : 0;
                sums[band] += hazard.Rate / Runs;
            }
        }

        Assert.All(held, count => Assert.InRange((double)count / Runs, 0.93, 0.995));
        Assert.All(truth.Zip(sums), pair => Assert.InRange(pair.Second / pair.First, 0.96, 1.06));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        PiecewiseHazard hazard = PiecewiseHazard.Of(Exposure.Of(Bands, []));
        Assert.Throws<ArgumentException>(() => Exposure.Of([], []));
        Assert.Throws<ArgumentException>(() => Exposure.Of([1, 2], []));
        Assert.Throws<ArgumentException>(() => Exposure.Of([0, 2, 2], []));
        Assert.Throws<ArgumentException>(() => Exposure.Of([0, double.PositiveInfinity], []));
        Assert.Throws<ArgumentException>(() => Exposure.Of(Bands, [new(-1, true)]));
        Assert.Throws<ArgumentException>(() => PiecewiseHazard.Towards(hazard, Exposure.Of([0], []), 1));
        Assert.Throws<ArgumentException>(() => PiecewiseHazard.Towards(hazard, Exposure.Of(Bands, []), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => hazard.Quantile(0));
    }

    private static Spell Drawn(Random random, PiecewiseHazard hazard, double entry)
    {
        double left = 1 - random.NextDouble();
        double ends = hazard.Quantile(1 - (left * hazard.Survival(entry)!.Value))!.Value;
        double seen = entry + (random.NextDouble() * 60);
        return new Spell(Math.Min(ends, seen), ends <= seen, entry);
    }
}
