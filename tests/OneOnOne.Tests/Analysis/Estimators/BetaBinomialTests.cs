using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class BetaBinomialTests
{
    private static readonly BetaPrior ThreeOfTen = new(3, 7, PriorSource.Fixed, 4);

    [Fact]
    public void A_share_is_drawn_towards_the_prior_by_its_outcomes()
    {
        ShrunkShare share = BetaBinomial.Of(ThreeOfTen, new Trials(4, 5));
        Assert.Equal((7 / 15.0, 7, 8), (share.Share, share.Alpha, share.Beta));

        // R: qbeta(c(.025, .975), 7, 8)
        Assert.Equal(0.2303605414, share.Limits.Lower, 1e-9);
        Assert.Equal(0.7113906, share.Limits.Upper, 1e-8);
        Assert.Equal(0.3, BetaBinomial.Of(ThreeOfTen, default).Share);
    }

    [Fact]
    public void A_share_of_so_many_effective_outcomes_weighs_as_many_deals()
    {
        Assert.Equal(BetaBinomial.Of(ThreeOfTen, new Trials(4, 5)), BetaBinomial.OfShare(ThreeOfTen, 0.8, 5));
        Assert.Equal((3 + (0.25 * 6.4)) / 16.4, BetaBinomial.OfShare(ThreeOfTen, 0.25, 6.4).Share, 1e-12);
    }

    [Fact]
    public void Raw_shares_have_Wilsons_limits()
    {
        foreach (Reference.Row row in Reference.Table("distributions.csv").Where(row => row.Text("kind").StartsWith("wilson_", StringComparison.Ordinal)))
        {
            Limits limits = BetaBinomial.Wilson(new Trials(row.Number("a"), row.Number("b")))!.Value;
            row.Holds("y", row.Text("kind") == "wilson_lower" ? limits.Lower : limits.Upper);
        }

        for (int n = 1; n <= 300; n++)
        {
            Assert.Equal((0, 1), (BetaBinomial.Wilson(new Trials(0, n))!.Value.Lower, BetaBinomial.Wilson(new Trials(n, n))!.Value.Upper));
        }

        Assert.Null(BetaBinomial.Wilson(default));
    }

    /// <summary>1, 3, 5, 7 and 9 of 10: spread 0.08, of which 0.25 * 0.08 is the binomial part; 0.06 / 0.72 = 1/12 is left: a flat prior.</summary>
    [Fact]
    public void The_prior_is_as_strong_as_the_members_are_alike_beyond_chance()
    {
        BetaPrior prior = BetaPrior.ByMoments([new(1, 10), new(3, 10), new(5, 10), new(7, 10), new(9, 10), new(0, 0)])!;
        Assert.Equal((PriorSource.Moments, 5), (prior.Source, prior.Members));
        Assert.Equal(1, prior.Alpha, 1e-12);
        Assert.Equal(1, prior.Beta, 1e-12);
    }

    [Fact]
    public void Few_members_or_no_more_difference_than_chance_fix_it_at_ten_outcomes_and_it_says_so()
    {
        Assert.Equal(new BetaPrior(5, 5, PriorSource.Fixed, 4), BetaPrior.ByMoments([new(1, 10), new(3, 10), new(7, 10), new(9, 10)]));
        Assert.Equal(new BetaPrior(3, 7, PriorSource.Fixed, 5), BetaPrior.ByMoments([new(3, 10), new(3, 10), new(3, 10), new(3, 10), new(3, 10)]));
        Assert.Equal(new BetaPrior(6, 4, PriorSource.Fixed, 5), BetaPrior.ByMoments([new(1, 1), new(1, 1), new(1, 1), new(0, 1), new(0, 1)]));
        Assert.Null(BetaPrior.ByMoments([new(0, 0)]));
        Assert.Null(BetaPrior.ByMoments([]));
    }

    [Fact]
    public void No_prior_is_certain_or_worth_more_than_what_it_came_from()
    {
        BetaPrior nobody = BetaPrior.ByMoments([new(0, 10), new(0, 9)])!;
        Assert.Equal((0.025, 10), (nobody.Mean, nobody.Alpha + nobody.Beta));
        BetaPrior everybody = BetaPrior.ByMoments([new(10, 10), new(9, 9)])!;
        Assert.Equal((0.975, 10), (everybody.Mean, everybody.Alpha + everybody.Beta));

        BetaPrior opposite = BetaPrior.ByMoments([new(0, 50), new(50, 50), new(0, 50), new(50, 50), new(0, 50), new(50, 50)])!;
        Assert.Equal((PriorSource.Moments, 1), (opposite.Source, opposite.Alpha + opposite.Beta));

        // Hardly further apart than chance: by moments alone the prior would be worth 818 outcomes.
        BetaPrior alike = BetaPrior.ByMoments([new(1, 10), new(3, 10), new(3, 10), new(4, 10), new(5, 10), new(5, 10)])!;
        Assert.Equal((PriorSource.Moments, 60), (alike.Source, Math.Round(alike.Alpha + alike.Beta, 9)));
    }

    /// <summary>True shares from Beta(2, 6), 5 to 40 deals each.</summary>
    [Fact]
    public void Shrunk_shares_are_nearer_to_the_truth_than_raw_ones_and_their_limits_hold_it()
    {
        const int Teams = 40;
        const int Members = 25;
        Random random = new(12);
        (double shrunk, double raw, int held, List<double> strengths) = (0, 0, 0, []);
        for (int team = 0; team < Teams; team++)
        {
            double[] truth = [.. Enumerable.Range(0, Members).Select(_ => Beta(random, 2, 6))];
            Trials[] seen = [.. truth.Select(share => random.Next(5, 41) is var n ? new Trials(Enumerable.Range(0, n).Count(_ => random.NextDouble() < share), n) : default)];
            BetaPrior prior = BetaPrior.ByMoments(seen)!;
            strengths.Add(prior.Alpha + prior.Beta);
            foreach ((double share, Trials own) in truth.Zip(seen))
            {
                ShrunkShare estimate = BetaBinomial.Of(prior, own);
                shrunk += Math.Pow(estimate.Share - share, 2);
                raw += Math.Pow((own.Successes / own.Count) - share, 2);
                held += estimate.Limits.Lower <= share && share <= estimate.Limits.Upper ? 1 : 0;
            }
        }

        strengths.Sort();
        Assert.InRange(strengths[Teams / 2], 6, 10.5);
        Assert.InRange(shrunk / raw, 0.5, 0.8);
        Assert.InRange(held / (double)(Teams * Members), 0.92, 0.975);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        foreach (Trials trials in new[] { new Trials(2, 1), new Trials(-1, 1), new Trials(double.NaN, 1), new Trials(1, double.PositiveInfinity) })
        {
            Assert.Throws<ArgumentException>(() => BetaBinomial.Of(ThreeOfTen, trials));
            Assert.Throws<ArgumentException>(() => BetaPrior.ByMoments([trials]));
            Assert.Throws<ArgumentException>(() => BetaBinomial.Wilson(trials));
        }
    }

    /// <summary>With whole parameters: the a-th smallest of a + b - 1 even draws.</summary>
    private static double Beta(Random random, int a, int b) => Enumerable.Range(0, a + b - 1).Select(_ => random.NextDouble()).Order().ElementAt(a - 1);
}
