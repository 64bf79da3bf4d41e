using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// The share that still goes on past each age, where some have not ended yet.
/// <code>
/// S(t) = product over ages u &lt;= t of (1 - d(u) / Y(u))        d: ended at u, Y: at risk at u (entry &lt; u &lt;= time)
/// Var S(t) = S(t)^2 * sum over u &lt;= t of d / (Y (Y - d))
/// </code>
/// Units: those of the times (days). Assumes that who is censored, or came under watch late, would have gone on like the others of that
/// age. Another way to end must not be passed as censoring when a chance is wanted: see <see cref="AalenJohansen"/>.
/// Edges, as R's survfit has them: at a tie ends come before censorings; no error and no limits where S is 0, no log-log limits where it
/// is 1. Times are compared exactly. With late entries an early age with a tiny risk set may take S down to 0; it stays there.
/// Weights count repetitions.
/// Sources: Kaplan and Meier, JASA 53 (1958); Greenwood, Reports on Public Health 33 (1926); Kalbfleisch and Prentice, The Statistical
/// Analysis of Failure Time Data (2002), for limits and truncation; R package survival, for quantiles.
/// </summary>
public sealed class KaplanMeier
{
    /// <summary>Two shares closer than this are the same: R's square root of the machine's precision.</summary>
    private const double Tolerance = 1.4901161193847656e-08;

    private KaplanMeier(ImmutableArray<SurvivalStep> steps, double level) => (Steps, Level) = (steps, level);

    /// <summary>One for every distinct time at which somebody ended or was last seen, ascending.</summary>
    public ImmutableArray<SurvivalStep> Steps { get; }

    public double Level { get; }

    /// <param name="level">Of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A time, entry or weight is negative or not finite.</exception>
    public static KaplanMeier Of(ReadOnlySpan<Spell> spells, double level = 0.95)
    {
        double z = Distributions.NormalQuantile(0.5 + (Distributions.Level(level) / 2));
        RiskRow[] rows = RiskTable.Of(spells);
        ImmutableArray<SurvivalStep>.Builder steps = ImmutableArray.CreateBuilder<SurvivalStep>(rows.Length);
        double survival = 1;
        double greenwood = 0;
        foreach (ref readonly RiskRow row in rows.AsSpan())
        {
            double stay = row.AtRisk - row.Events;
            survival *= stay / row.AtRisk;
            greenwood += row.Events == 0 ? 0 : row.Events / (row.AtRisk * stay);
            steps.Add(Step(row, survival, Math.Sqrt(greenwood), z));
        }

        return new KaplanMeier(steps.MoveToImmutable(), level);
    }

    /// <summary>The last step at or before <paramref name="time"/>; null before the first one and where nothing was observed.</summary>
    public SurvivalStep? At(double time)
    {
        int below = 0;
        int above = Steps.Length;
        while (below < above)
        {
            int middle = (below + above) / 2;
            (below, above) = Steps[middle].Time <= time ? (middle + 1, above) : (below, middle);
        }

        return below == 0 ? null : Steps[below - 1];
    }

    /// <summary>
    /// P(T &gt; <paramref name="time"/>). Null where the data cannot tell: nothing was observed, or everybody was last seen before
    /// <paramref name="time"/> and some still went on.
    /// </summary>
    public double? Survival(double time) =>
        Steps.IsEmpty || (time > Steps[^1].Time && Steps[^1].Survival > 0) ? null : At(time)?.Survival ?? 1;

    /// <summary>
    /// The age by which the share <paramref name="p"/> has ended: the first with S &lt;= 1 - p, or, where S equals 1 - p, midway to the next
    /// age at which S falls (to the last age seen, if it never does). Null: not reached. Limits are read off the limits of S likewise.
    /// </summary>
    public SurvivalQuantile Quantile(double p, LimitScale scale = LimitScale.LogLog)
    {
        if (!(p > 0 && p < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile's share lies between 0 and 1.");
        }

        return new SurvivalQuantile(
            FirstEnded(p, static step => 1 - step.Survival),
            scale == LimitScale.Log ? FirstEnded(p, static step => 1 - step.Log?.Lower) : FirstEnded(p, static step => 1 - step.LogLog?.Lower),
            scale == LimitScale.Log ? FirstEnded(p, static step => 1 - step.Log?.Upper) : FirstEnded(p, static step => 1 - step.LogLog?.Upper));
    }

    /// <summary>
    /// R's findq. Steps without a share say nothing. A limit may go back where few are left at risk: then the smallest share that reaches
    /// <paramref name="p"/> counts, not the first.
    /// </summary>
    private double? FirstEnded(double p, Func<SurvivalStep, double?> ended)
    {
        (double Share, double Time)? reached = null;
        (double Share, double Time)? passed = null;
        foreach (SurvivalStep step in Steps)
        {
            if (ended(step) is { } share)
            {
                reached = share + Tolerance >= p && !(share >= reached?.Share) ? (share, step.Time) : reached;
                passed = share - Tolerance >= p && !(share >= passed?.Share) ? (share, step.Time) : passed;
            }
        }

        return reached is null ? null : (reached.Value.Time + (passed?.Time ?? Steps[^1].Time)) / 2;
    }

    private static SurvivalStep Step(in RiskRow row, double survival, double logError, double z)
    {
        if (survival == 0)
        {
            return new SurvivalStep(row.Time, row.AtRisk, row.Events, row.Censored, 0, null, null, null);
        }

        double log = Math.Log(survival);
        Limits onLog = new(Math.Exp(log - (z * logError)), Math.Min(1, Math.Exp(log + (z * logError))));
        return new SurvivalStep(row.Time, row.AtRisk, row.Events, row.Censored, survival, survival * logError, onLog, Distributions.LogLogLimits(survival, logError, z));
    }
}

/// <param name="AtRisk">Sum of the weights of those at risk just before <paramref name="Time"/>.</param>
/// <param name="Survival">P(T &gt; Time).</param>
/// <param name="StandardError">Greenwood's, of <paramref name="Survival"/>; null where that is 0.</param>
public readonly record struct SurvivalStep(double Time, double AtRisk, double Events, double Censored, double Survival, double? StandardError, Limits? Log, Limits? LogLog);

/// <param name="Time">Null: so many have not ended within what was observed.</param>
public readonly record struct SurvivalQuantile(double? Time, double? Lower, double? Upper);
