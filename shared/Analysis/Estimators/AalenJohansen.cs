using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// The shares won and lost by each age where a deal can only do one of the two, and some have done neither yet.
/// <code>
/// F_k(t) = sum over ages u &lt;= t of S(u-) d_k(u) / Y(u)        k: won or lost; S: neither (Kaplan-Meier of both); S + F_won + F_lost = 1
/// </code>
/// One minus a Kaplan-Meier curve of the wins that takes losses for censorings is larger: it answers what would be won if nothing could
/// be lost. Units: those of the times (days). Assumes, as <see cref="KaplanMeier"/>, that censoring and late entry tell nothing.
/// Standard errors are of Greenwood's type: the multinomial variance of each age's ends, carried on by the delta method. Without censoring
/// that is F (1 - F) / n exactly; without late entries it equals the infinitesimal jackknife of R's survfit. Limits are symmetric for
/// ln(-ln F): none where F is 0 or 1. Weights count repetitions.
/// Sources: Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978); Andersen, Borgan, Gill and Keiding, Statistical Models Based
/// on Counting Processes (1993), IV.4.1.3; Allignol, Schumacher and Beyersmann, Biometrical Journal 52 (2010), for late entries.
/// </summary>
public sealed class AalenJohansen
{
    private AalenJohansen(ImmutableArray<IncidenceStep> steps, double level) => (Steps, Level) = (steps, level);

    /// <summary>One for every distinct time at which a deal closed or was last seen, ascending.</summary>
    public ImmutableArray<IncidenceStep> Steps { get; }

    public double Level { get; }

    /// <param name="level">Of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A time, entry or weight is negative or not finite.</exception>
    public static AalenJohansen Of(ReadOnlySpan<OutcomeSpell> spells, double level = 0.95)
    {
        double z = Distributions.NormalQuantile(0.5 + (Distributions.Level(level) / 2));
        RiskRow[] rows = RiskTable.Of(spells);
        ImmutableArray<IncidenceStep>.Builder steps = ImmutableArray.CreateBuilder<IncidenceStep>(rows.Length);
        double open = 1;
        double openVariance = 0;
        Cause won = default;
        Cause lost = default;
        foreach (ref readonly RiskRow row in rows.AsSpan())
        {
            double stay = (row.AtRisk - row.Events) / row.AtRisk;
            won = won.After(row.Won / row.AtRisk, stay, row.AtRisk, open, openVariance);
            lost = lost.After(row.Lost / row.AtRisk, stay, row.AtRisk, open, openVariance);
            openVariance = (stay * stay * openVariance) + (open * open * (1 - stay) * stay / row.AtRisk);
            open *= stay;
            steps.Add(new IncidenceStep(row.Time, row.AtRisk, row.Won, row.Lost, row.Censored, won.Estimate(z), lost.Estimate(z), open));
        }

        return new AalenJohansen(steps.MoveToImmutable(), level);
    }

    /// <summary>
    /// As of the last step at or before <paramref name="time"/>; before the first one all are open. Null where the data cannot tell: nothing
    /// was observed, or all were last seen before <paramref name="time"/> and some were still open.
    /// </summary>
    public IncidenceStep? At(double time)
    {
        if (Steps.IsEmpty || (time > Steps[^1].Time && Steps[^1].Open > 0))
        {
            return null;
        }

        int below = 0;
        int above = Steps.Length;
        while (below < above)
        {
            int middle = (below + above) / 2;
            (below, above) = Steps[middle].Time <= time ? (middle + 1, above) : (below, middle);
        }

        return below > 0 ? Steps[below - 1] : new IncidenceStep(0, Steps[0].AtRisk, 0, 0, 0, default, default, 1);
    }

    /// <summary>Share of one cause with its variance and its covariance with the open share.</summary>
    private readonly record struct Cause(double Share, double Variance, double Covariance)
    {
        /// <param name="hazard">Share of those at risk who end so now.</param>
        /// <param name="stay">Share of those at risk who do not end now.</param>
        public Cause After(double hazard, double stay, double atRisk, double open, double openVariance) => new(
            Math.Min(1, Share + (open * hazard)),
            Variance + (2 * hazard * Covariance) + (hazard * hazard * openVariance) + (open * open * hazard * (1 - hazard) / atRisk),
            (stay * (Covariance + (hazard * openVariance))) - (open * open * hazard * stay / atRisk));

        public Incidence Estimate(double z)
        {
            double error = Math.Sqrt(Math.Max(0, Variance));
            return new Incidence(Share, error, Distributions.LogLogLimits(Share, error / Share, z));
        }
    }
}

/// <param name="Share">Cumulative incidence: P(closed so, by the step's time).</param>
/// <param name="Limits">Null where the share is 0 or 1.</param>
public readonly record struct Incidence(double Share, double StandardError, Limits? Limits);

/// <param name="WonNow">Sum of the weights of those won at <paramref name="Time"/>.</param>
/// <param name="Open">P(neither won nor lost by <paramref name="Time"/>).</param>
public readonly record struct IncidenceStep(double Time, double AtRisk, double WonNow, double LostNow, double CensoredNow, Incidence Won, Incidence Lost, double Open);
