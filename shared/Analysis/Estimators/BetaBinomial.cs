namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// A share behind a prior, and a raw one.
/// <code>
/// share = (alpha + w) / (alpha + beta + n)      limits: quantiles of Beta(alpha + w, beta + n - w)
/// Wilson: (p + z^2 / 2n ± z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
/// </code>
/// Units: outcomes. Assumes outcomes that do not hang together. Edges: without outcomes the share is the prior's; Wilson of none is null.
/// Sources: Efron and Morris, JASA 70 (1975), for drawing towards the group; Wilson, JASA 22 (1927); Brown, Cai and DasGupta, Statistical
/// Science 16 (2001), for why not p ± z sqrt(p (1 - p) / n).
/// </summary>
public static class BetaBinomial
{
    /// <exception cref="ArgumentException">The successes are not within 0 and the trials.</exception>
    public static ShrunkShare Of(BetaPrior prior, Trials own, double level = 0.95)
    {
        Check(own);
        double tail = (1 - Distributions.Level(level)) / 2;
        (double alpha, double beta) = (prior.Alpha + own.Successes, prior.Beta + own.Count - own.Successes);
        return new ShrunkShare(alpha / (alpha + beta), alpha, beta, tail);
    }

    /// <summary>A share that is no plain count, such as a <see cref="Landmark"/>'s: it weighs as many outcomes as have its standard error.</summary>
    public static ShrunkShare OfShare(BetaPrior prior, double share, double effectiveOutcomes, double level = 0.95) =>
        Of(prior, new Trials(share * effectiveOutcomes, effectiveOutcomes), level);

    /// <summary>Limits of a raw share; null without trials.</summary>
    public static Limits? Wilson(Trials own, double level = 0.95)
    {
        Check(own);
        double z = Distributions.NormalQuantile(0.5 + (Distributions.Level(level) / 2));
        if (own.Count == 0)
        {
            return null;
        }

        double share = own.Successes / own.Count;
        double over = z * z / own.Count;
        double half = z * Math.Sqrt((share * (1 - share) / own.Count) + (over / (4 * own.Count)));
        double centre = share + (over / 2);
        return new Limits(own.Successes == 0 ? 0 : (centre - half) / (1 + over), own.Successes == own.Count ? 1 : (centre + half) / (1 + over));
    }

    internal static void Check(Trials own)
    {
        if (!(own.Successes >= 0 && own.Successes <= own.Count && double.IsFinite(own.Count)))
        {
            throw new ArgumentException("Successes lie between 0 and the trials: " + own, nameof(own));
        }
    }
}

/// <param name="Alpha">Of the beta distribution that <paramref name="Share"/> is the mean of.</param>
/// <param name="Tail">On either side of the limits.</param>
public readonly record struct ShrunkShare(double Share, double Alpha, double Beta, double Tail)
{
    /// <summary>Found by halving, anew at each question: who needs the share alone does not wait for them.</summary>
    public Limits Limits => new(Distributions.BetaQuantile(Alpha, Beta, Tail), Distributions.BetaQuantile(Alpha, Beta, 1 - Tail));
}
