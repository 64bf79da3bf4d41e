using OneOnOne.Crm;

namespace OneOnOne.Analysis.Estimators;

/// <summary>One past or present visit to a stage, with what became of the deal.</summary>
/// <param name="Stay">Days in the stage: until it was left, or so far.</param>
/// <param name="ToClose">Days from entering the stage to the close of the deal; open: to when it was last seen. At least the stay.</param>
/// <param name="Entry">Days after entering the stage at which watching began; 0: from the start.</param>
public readonly record struct StageStay(double Stay, double ToClose, Outcome Outcome, double Entry = 0);

/// <summary>
/// P(won within a horizon | still in this stage at an age): past visits that were still there at that age, their clock set to 0 then.
/// <code>
/// set = visits with stay >= age and entry &lt;= age;  times = to close - age;  <see cref="AalenJohansen"/> of those times
/// </code>
/// Units: days. Assumes that deals of the past went on from this age as the present one will. Visits whose watching began later than the
/// age are left out, for those that had ended before are not known.
/// Edges: null where the set has fewer closed deals than asked, or where the horizon lies past all that was observed. Without a horizon
/// only where the longest times were seen: at most <see cref="MostStillOpen"/> is open at the end of the curve. That share is told, for the
/// truth lies between won and won + still open.
/// Sources: van Houwelingen, Scandinavian Journal of Statistics 34 (2007); Putter and Spitoni, Statistical Methods in Medical Research 27
/// (2018); Dorey and Korn, Statistics in Medicine 6 (1987), for the effective number.
/// </summary>
/// <param name="Horizon">Days after <paramref name="Age"/>; null: for good.</param>
/// <param name="StillOpen">Neither by then.</param>
/// <param name="Visits">In the set.</param>
/// <param name="Closed">Of those, with a deal won or lost by now, within the horizon or after it.</param>
/// <param name="EffectiveOutcomes">
/// So many uncensored deals would give the same standard error: won (1 - won) / error^2, at most <paramref name="Visits"/>; where won is 0 or
/// 1, the deals whose outcome by the horizon is known. For <see cref="BetaBinomial.OfShare"/>.
/// </param>
public sealed record Landmark(double Age, double? Horizon, Incidence Won, Incidence Lost, double StillOpen, int Visits, int Closed, double EffectiveOutcomes)
{
    public const int FewestClosed = 8;

    public const double MostStillOpen = 0.05;

    /// <exception cref="ArgumentException">A visit's days are negative, not finite, or more than those to the close.</exception>
    public static Landmark? At(double age, double? horizon, ReadOnlySpan<StageStay> stays, int fewestClosed = FewestClosed, double level = 0.95)
    {
        if (!(age >= 0 && horizon is null or >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(age), "An age and a horizon are days, 0 or more.");
        }

        List<OutcomeSpell> set = [];
        int closed = 0;
        int known = 0;
        foreach (ref readonly StageStay one in stays)
        {
            if (!(one.Stay >= 0 && one.ToClose >= one.Stay && double.IsFinite(one.ToClose) && one.Entry >= 0))
            {
                throw new ArgumentException("A visit's days are 0 or more and end before those to the close: " + one, nameof(stays));
            }

            if (one.Stay >= age && one.Entry <= age)
            {
                set.Add(new OutcomeSpell(one.ToClose - age, one.Outcome));
                closed += one.Outcome == Outcome.Open ? 0 : 1;
                known += one.Outcome != Outcome.Open || one.ToClose - age >= horizon ? 1 : 0;
            }
        }

        return closed == 0 || closed < fewestClosed ? null : Of(age, horizon, AalenJohansen.Of(set.ToArray(), level), set.Count, closed, known);
    }

    private static Landmark? Of(double age, double? horizon, AalenJohansen curve, int visits, int closed, int known)
    {
        // Past the end of what was observed the curve says nothing, unless next to nobody was still open there.
        IncidenceStep last = curve.Steps[^1];
        IncidenceStep? then = horizon <= last.Time ? curve.At(horizon.Value) : last.Open <= MostStillOpen ? last : null;
        if (then is not { } step)
        {
            return null;
        }

        (double share, double error) = (step.Won.Share, step.Won.StandardError);
        double effective = share > 0 && error > 0 ? Math.Min(visits, share * (1 - share) / (error * error)) : known;
        return new Landmark(age, horizon, step.Won, step.Lost, step.Open, visits, closed, effective);
    }
}
