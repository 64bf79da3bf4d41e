namespace OneOnOne.Analysis.Estimators;

/// <summary>Where the strength of a prior comes from; whoever shows a shrunk number can say so.</summary>
public enum PriorSource
{
    /// <summary>From how far apart the members are beyond chance.</summary>
    Moments,

    /// <summary>Fixed at ten outcomes: fewer than five members, or they are not further apart than chance would have them.</summary>
    Fixed,
}

/// <summary>So many successes of so many trials: won of closed deals, say.</summary>
public readonly record struct Trials(double Successes, double Count);

/// <summary>
/// What is known of a member's share before looking at the member: a beta distribution, by moments over the members of the group.
/// <code>
/// m = sum w / sum n;  share_r = w_r / n_r;  g_r = n_r / sum n
/// v = (sum g (share - m)^2 - m (1 - m) sum g (1 - g) / n) / sum g (1 - g) (1 - 1 / n)      the binomial part is taken off
/// alpha + beta = m (1 - m) / v - 1;  alpha = m (alpha + beta)
/// </code>
/// Units: outcomes. Assumes that members' true shares are alike but for chance. Edges: where v &lt;= 0 or fewer than
/// <see cref="FewestMembers"/> have trials, alpha + beta = <see cref="FixedOutcomes"/>. By moments it is at least 1 and at most the trials
/// that it came from. Where nobody or everybody succeeded, m is taken half an outcome inside, so that no prior is certain. No trials, no prior.
/// Source: Kleinman, JASA 68 (1973), with weights by trials.
/// </summary>
public sealed record BetaPrior(double Alpha, double Beta, PriorSource Source, int Members)
{
    public const int FewestMembers = 5;

    public const double FixedOutcomes = 10;

    public double Mean => Alpha / (Alpha + Beta);

    /// <returns>Null where nobody had a trial.</returns>
    /// <exception cref="ArgumentException">A member's successes are not within 0 and the trials.</exception>
    public static BetaPrior? ByMoments(ReadOnlySpan<Trials> members)
    {
        (double successes, double trials, int count) = (0, 0, 0);
        foreach (Trials one in members)
        {
            BetaBinomial.Check(one);
            (successes, trials, count) = (successes + one.Successes, trials + one.Count, count + (one.Count > 0 ? 1 : 0));
        }

        if (count == 0)
        {
            return null;
        }

        double mean = successes == 0 || successes == trials ? (successes + 0.5) / (trials + 1) : successes / trials;
        double variance = count < FewestMembers ? 0 : Variance(members, mean, trials);
        return variance > 0
            ? Of(mean, Math.Clamp((mean * (1 - mean) / variance) - 1, 1, Math.Max(1, trials)), PriorSource.Moments)
            : Of(mean, FixedOutcomes, PriorSource.Fixed);

        BetaPrior Of(double mean, double strength, PriorSource source) => new(mean * strength, (1 - mean) * strength, source, count);
    }

    private static double Variance(ReadOnlySpan<Trials> members, double mean, double trials)
    {
        double spread = 0;
        double chance = 0;
        double between = 0;
        foreach (Trials one in members)
        {
            if (one.Count > 0)
            {
                double weight = one.Count / trials;
                double off = (one.Successes / one.Count) - mean;
                spread += weight * off * off;
                chance += weight * (1 - weight) / one.Count;
                between += weight * (1 - weight) * (1 - (1 / one.Count));
            }
        }

        return between > 0 ? (spread - (mean * (1 - mean) * chance)) / between : 0;
    }
}
