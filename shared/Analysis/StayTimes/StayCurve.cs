using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Analysis.StayTimes;

/// <summary>
/// How long visits last, as rates by band of age, while it is drawn from the whole company to one rep.
/// A larger group speaks for a member with at most <see cref="PriorVisits"/> visits, and with no more than it has.
/// </summary>
/// <param name="Visits">So many speak for it.</param>
/// <param name="VisitDays">Deal-days that a visit spends in a band, in the mean: what a prior is measured in.</param>
internal sealed record StayCurve(PiecewiseHazard Hazard, double Visits, double VisitDays)
{
    /// <summary>
    /// Worth a spread of about a quarter between the paces of reps: what twenty visits tell of a pace, they tell with that error. No
    /// setting, because nobody could tell a right one from a wrong one.
    /// </summary>
    public const double PriorVisits = 20;

    /// <summary>Of a stage of which nothing is known but that deals were in it, won and lost alike: enough to have a rate in every band.</summary>
    private const double FirstVisits = 4;

    /// <param name="both">Of won and lost visits of the widest group together.</param>
    /// <param name="outcome">Of those, the ones of the outcome that the curve is for: they turn visits into deal-days.</param>
    public static StayCurve First(Exposure both, Exposure outcome) =>
        new(PiecewiseHazard.Of(both), FirstVisits, outcome.Ends.Sum() > 0 ? DaysOf(outcome) : DaysOf(both));

    /// <param name="own">Of a member, or of a part of the group that the curve so far says nothing of.</param>
    public StayCurve Towards(Exposure own)
    {
        double prior = Math.Min(PriorVisits, Visits);
        return this with { Hazard = PiecewiseHazard.Towards(Hazard, own, prior * VisitDays), Visits = prior + own.Ends.Sum() };
    }

    /// <summary>P(stay &gt; age).</summary>
    public double Beyond(double age) => Math.Exp(-Terms(age).Sum(static term => term.Rate * term.Days));

    /// <summary>Variance of ln P(stay &gt; age): each band's rate is known as well as so many ends tell it.</summary>
    public double LogVariance(double age) =>
        Terms(age).Sum(static term => term.Ends > 0 ? term.Days * term.Days * term.Rate * term.Rate / term.Ends : 0);

    private static double DaysOf(Exposure exposure) => exposure.Days.Sum() / exposure.Ends.Sum() / exposure.Starts.Length;

    private IEnumerable<(double Rate, double Ends, double Days)> Terms(double age)
    {
        for (int band = 0; band < Hazard.Starts.Length && Hazard.Starts[band] < age; band++)
        {
            if (Hazard.Bands[band] is { } hazard)
            {
                double end = band + 1 < Hazard.Starts.Length ? Hazard.Starts[band + 1] : double.PositiveInfinity;
                yield return (hazard.Rate, hazard.Ends, Math.Min(age, end) - Hazard.Starts[band]);
            }
        }
    }
}
