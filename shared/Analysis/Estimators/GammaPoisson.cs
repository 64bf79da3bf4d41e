namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// A rate of events behind a prior, and how odd a coming count would be under it.
/// <code>
/// rate = (shape + x) / (exposure + E)      limits: quantiles of Gamma(shape + x, exposure + E)
/// coming count in exposure e: negative binomial, size shape + x, success (exposure + E) / (exposure + E + e)
/// </code>
/// The negative binomial is the Poisson with the rate's own error counted in: with little history its tails are wider. Units: events, and
/// whatever exposure is counted in. Assumes events at a constant rate that do not hang together.
/// Edges: in no exposure no event is certain; without own exposure the rate is the prior's.
/// Source: Gelman et al., Bayesian Data Analysis (2013), 2.6.
/// </summary>
/// <param name="Shape">Of the gamma distribution of the rate: own events and the prior's.</param>
/// <param name="Exposure">Of the same: own exposure and the prior's.</param>
public sealed record GammaPoisson(double Shape, double Exposure)
{
    public double Rate => Shape / Exposure;

    /// <exception cref="ArgumentException">Events or exposure are negative or not finite, or there are events without exposure.</exception>
    public static GammaPoisson Of(GammaPrior prior, Counted own)
    {
        Check(own);
        return new GammaPoisson(prior.Shape + own.Events, prior.Exposure + own.Exposure);
    }

    /// <summary>Of the rate.</summary>
    public Limits Limits(double level = 0.95)
    {
        double tail = (1 - Distributions.Level(level)) / 2;
        return new Limits(Distributions.GammaQuantile(Shape, Exposure, tail), Distributions.GammaQuantile(Shape, Exposure, 1 - tail));
    }

    /// <summary>P(at most <paramref name="count"/> events in a coming <paramref name="exposure"/>).</summary>
    public double AtMost(long count, double exposure) => count < 0
        ? 0
        : Distributions.BetaRegularized(Shape, count + 1, Exposure / (Exposure + exposure));

    /// <summary>P(at least <paramref name="count"/> events in a coming <paramref name="exposure"/>).</summary>
    public double AtLeast(long count, double exposure) => count <= 0
        ? 1
        : Distributions.BetaRegularized(count, Shape, exposure / (Exposure + exposure));

    /// <summary>P(at most <paramref name="count"/> events where <paramref name="mean"/> are expected for certain): 0.4335 for 3 of 4.</summary>
    public static double PoissonAtMost(long count, double mean) => count < 0 ? 0 : Distributions.GammaUpperRegularized(count + 1, mean);

    /// <summary>P(at least <paramref name="count"/> events where <paramref name="mean"/> are expected for certain).</summary>
    public static double PoissonAtLeast(long count, double mean) => count <= 0 ? 1 : Distributions.GammaLowerRegularized(count, mean);

    internal static void Check(Counted own)
    {
        if (!(own.Events >= 0 && own.Exposure >= 0 && double.IsFinite(own.Events) && double.IsFinite(own.Exposure) && (own.Exposure > 0 || own.Events == 0)))
        {
            throw new ArgumentException("Events and exposure are 0 or more, and no event comes without exposure: " + own, nameof(own));
        }
    }
}
