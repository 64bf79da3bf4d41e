namespace OneOnOne.Analysis.Estimators;

/// <summary>So many events in so much exposure: meetings in working days, pushes in months of an open deal.</summary>
public readonly record struct Counted(double Events, double Exposure);

/// <summary>
/// What is known of a member's rate before looking at the member: a gamma distribution, by moments over the members of the group.
/// <code>
/// m = sum x / sum E;  rate_r = x_r / E_r;  g_r = E_r / sum E
/// v = (sum g (rate - m)^2 - m (k - 1) / sum E) / (1 - sum g^2)      the Poisson part is taken off; k members
/// shape = m^2 / v;  rate = m / v
/// </code>
/// Units: events, and whatever exposure is counted in. Edges: where v &lt;= 0 or fewer than <see cref="FewestMembers"/> have exposure, the prior
/// is worth <see cref="FixedEvents"/> events. By moments it is worth at most the exposure that it came from. Where nobody had an event, m is
/// half an event in all exposure and worth that much. No exposure, no prior.
/// Sources: Kleinman, JASA 68 (1973), for the weights; Clayton and Kaldor, Biometrics 43 (1987), for rates.
/// </summary>
/// <param name="Exposure">The rate parameter: prior exposure.</param>
public sealed record GammaPrior(double Shape, double Exposure, PriorSource Source, int Members)
{
    public const int FewestMembers = BetaPrior.FewestMembers;

    public const double FixedEvents = 10;

    public double Mean => Shape / Exposure;

    /// <returns>Null where nobody had exposure.</returns>
    /// <exception cref="ArgumentException">A member's events or exposure are negative or not finite, or there are events without exposure.</exception>
    public static GammaPrior? ByMoments(ReadOnlySpan<Counted> members)
    {
        (double events, double exposure, int count) = (0, 0, 0);
        foreach (Counted one in members)
        {
            GammaPoisson.Check(one);
            (events, exposure, count) = (events + one.Events, exposure + one.Exposure, count + (one.Exposure > 0 ? 1 : 0));
        }

        if (count == 0)
        {
            return null;
        }

        if (events == 0)
        {
            return new GammaPrior(0.5, exposure, PriorSource.Fixed, count);
        }

        double mean = events / exposure;
        double variance = count < FewestMembers ? 0 : Variance(members, mean, exposure, count);
        double worth = variance > 0 ? Math.Min(mean / variance, exposure) : FixedEvents / mean;
        return new GammaPrior(mean * worth, worth, variance > 0 ? PriorSource.Moments : PriorSource.Fixed, count);
    }

    private static double Variance(ReadOnlySpan<Counted> members, double mean, double exposure, int count)
    {
        double spread = 0;
        double squares = 0;
        foreach (Counted one in members)
        {
            if (one.Exposure > 0)
            {
                double weight = one.Exposure / exposure;
                double off = (one.Events / one.Exposure) - mean;
                spread += weight * off * off;
                squares += weight * weight;
            }
        }

        return (spread - (mean * (count - 1) / exposure)) / (1 - squares);
    }
}
