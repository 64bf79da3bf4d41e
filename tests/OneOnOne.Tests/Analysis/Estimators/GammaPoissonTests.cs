using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class GammaPoissonTests
{
    [Fact]
    public void Three_where_four_are_usual_happens_in_43_weeks_of_100() => Assert.Equal(0.4335, GammaPoisson.PoissonAtMost(3, 4), 5e-5);

    [Fact]
    public void A_rate_is_drawn_towards_the_prior_by_its_exposure()
    {
        GammaPoisson rate = GammaPoisson.Of(new GammaPrior(10, 20, PriorSource.Fixed, 3), new Counted(5, 40));
        Assert.Equal((15, 60, 0.25), (rate.Shape, rate.Exposure, rate.Rate));

        // R: qgamma(c(.025, .975), 15, 60)
        Assert.Equal(0.1399231022, rate.Limits().Lower, 1e-9);
        Assert.Equal(0.3914936854, rate.Limits().Upper, 1e-9);
    }

    [Fact]
    public void With_much_history_a_coming_count_is_Poissons_and_with_little_its_tails_are_wider()
    {
        GammaPoisson much = new(4e6, 1e6);
        GammaPoisson little = new(8, 2);
        Assert.Equal(GammaPoisson.PoissonAtMost(3, 4), much.AtMost(3, 1), 1e-5);
        Assert.Equal(GammaPoisson.PoissonAtLeast(9, 4), much.AtLeast(9, 1), 1e-5);
        Assert.True(little.AtMost(0, 1) > 1.8 * much.AtMost(0, 1));
        Assert.True(little.AtLeast(9, 1) > 1.8 * much.AtLeast(9, 1));
    }

    [Fact]
    public void At_most_and_at_least_share_all_out()
    {
        GammaPoisson rate = new(2.5, 7);
        foreach (long count in new[] { 0L, 1, 4, 30 })
        {
            Assert.Equal(1, rate.AtMost(count, 3) + rate.AtLeast(count + 1, 3), 1e-12);
            Assert.Equal(1, GammaPoisson.PoissonAtMost(count, 3) + GammaPoisson.PoissonAtLeast(count + 1, 3), 1e-12);
        }

        Assert.Equal((0, 1, 1, 0), (rate.AtMost(-1, 3), rate.AtLeast(0, 3), rate.AtMost(0, 0), rate.AtLeast(1, 0)));
        Assert.Equal((0, 1, 1, 0), (GammaPoisson.PoissonAtMost(-1, 3), GammaPoisson.PoissonAtLeast(0, 3), GammaPoisson.PoissonAtMost(0, 0), GammaPoisson.PoissonAtLeast(1, 0)));
    }

    /// <summary>10 to 50 in 10 each: spread 2, of which 3 * 4 / 50 is Poisson's; 1.76 / 0.8 = 2.2 is left.</summary>
    [Fact]
    public void The_prior_is_as_strong_as_the_members_are_alike_beyond_chance()
    {
        GammaPrior prior = GammaPrior.ByMoments([new(10, 10), new(20, 10), new(30, 10), new(40, 10), new(50, 10), new(0, 0)])!;
        Assert.Equal((PriorSource.Moments, 5), (prior.Source, prior.Members));
        Assert.Equal(9 / 2.2, prior.Shape, 1e-12);
        Assert.Equal(3 / 2.2, prior.Exposure, 1e-12);
    }

    [Fact]
    public void Few_members_or_no_more_difference_than_chance_fix_it_at_ten_events_and_it_says_so()
    {
        Assert.Equal(new GammaPrior(10, 4, PriorSource.Fixed, 4), GammaPrior.ByMoments([new(10, 10), new(20, 10), new(30, 10), new(40, 10)]));
        Assert.Equal(new GammaPrior(10, 5, PriorSource.Fixed, 5), GammaPrior.ByMoments([new(20, 10), new(20, 10), new(20, 10), new(20, 10), new(20, 10)]));
        Assert.Equal(new GammaPrior(0.5, 30, PriorSource.Fixed, 2), GammaPrior.ByMoments([new(0, 10), new(0, 20)]));
        Assert.Null(GammaPrior.ByMoments([new(0, 0)]));
    }

    /// <summary>Hardly further apart than chance: by moments alone the prior would be worth 133 of exposure, but there were only 50.</summary>
    [Fact]
    public void No_prior_is_worth_more_than_what_it_came_from() =>
        Assert.Equal(new GammaPrior(100, 50, PriorSource.Moments, 5), GammaPrior.ByMoments([new(14, 10), new(18, 10), new(19, 10), new(23, 10), new(26, 10)]));

    /// <summary>True weekly rates from Gamma(4, 1), 6 weeks of history: how often is a coming week in the lowest 5 %?</summary>
    [Fact]
    public void A_week_is_called_low_as_rarely_as_said()
    {
        const int Teams = 150;
        Random random = new(6);
        (int low, int plain, int all) = (0, 0, 0);
        List<double> shapes = [];
        for (int team = 0; team < Teams; team++)
        {
            double[] truth = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 4).Sum(_ => Samples.Exponential(random, 1)))];
            Counted[] seen = [.. truth.Select(rate => new Counted(Enumerable.Range(0, 6).Sum(_ => Poisson(random, rate)), 6))];
            GammaPrior prior = GammaPrior.ByMoments(seen)!;
            shapes.Add(prior.Shape);
            foreach ((double rate, Counted own) in truth.Zip(seen))
            {
                int coming = Poisson(random, rate);
                low += GammaPoisson.Of(prior, own).AtMost(coming, 1) < 0.05 ? 1 : 0;
                plain += GammaPoisson.PoissonAtMost(coming, own.Events / own.Exposure) < 0.05 ? 1 : 0;
                all++;
            }
        }

        shapes.Sort();
        Assert.InRange(shapes[Teams / 2], 3.2, 5.2);
        Assert.InRange((double)low / all, 0.01, 0.05);
        Assert.True(plain > low);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        foreach (Counted counted in new[] { new Counted(1, 0), new Counted(-1, 1), new Counted(1, -1), new Counted(double.NaN, 1), new Counted(1, double.PositiveInfinity) })
        {
            Assert.Throws<ArgumentException>(() => GammaPoisson.Of(new GammaPrior(1, 1, PriorSource.Fixed, 1), counted));
            Assert.Throws<ArgumentException>(() => GammaPrior.ByMoments([counted]));
        }
    }

    private static int Poisson(Random random, double mean)
    {
        int count = 0;
        for (double left = Samples.Exponential(random, 1); left < mean; left += Samples.Exponential(random, 1))
        {
            count++;
        }

        return count;
    }
}
