using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// What <see cref="Landmark"/> estimates, for visits that are sorted once and asked about often: one pass for each age, no allocation.
/// Weights count repetitions.
/// </summary>
/// <param name="Effective">So many uncensored outcomes would have the same standard error.</param>
/// <param name="Covered">Days after the age that the shares hold for: the horizon, or as far as anybody was watched.</param>
internal readonly record struct LandmarkSweep(double Won, double Lost, double Effective, double Covered, double Visits, double Closed, double Known, double WonWithin)
{
    /// <param name="byClose">Ascending by <see cref="PastVisit.ToClose"/>, which is never less than <see cref="PastVisit.Stay"/>.</param>
    public static LandmarkSweep At(double age, double horizon, ReadOnlySpan<PastVisit> byClose)
    {
        byClose = byClose[Before(age, byClose)..];
        double visits = 0;
        double closed = 0;
        double last = 0;
        foreach (ref readonly PastVisit one in byClose)
        {
            if (one.Stay >= age)
            {
                visits += one.Weight;
                closed += one.Outcome == Outcome.Open ? 0 : one.Weight;
                last = one.ToClose - age;
            }
        }

        Shares shares = new(visits);
        double known = 0;
        double wonWithin = 0;
        double covered = Math.Min(horizon, last);
        for (int i = 0; i < byClose.Length && byClose[i].ToClose - age <= covered;)
        {
            double time = byClose[i].ToClose;
            (double won, double lost, double seen) = (0, 0, 0);
            for (; i < byClose.Length; i++)
            {
                ref readonly PastVisit one = ref byClose[i];
                if (one.ToClose != time)
                {
                    break;
                }

                double weight = one.Stay >= age ? one.Weight : 0;
                won += one.Outcome == Outcome.Won ? weight : 0;
                lost += one.Outcome == Outcome.Lost ? weight : 0;
                seen += one.Outcome == Outcome.Open ? weight : 0;
            }

            if (won + lost + seen > 0)
            {
                shares.Step(won, lost, seen);
                wonWithin += won;
                known += won + lost + (time - age >= horizon ? seen : 0);
            }
        }

        known += shares.AtRisk;
        double effective = shares.Won is > 0 and < 1 && shares.Variance > 0 ? Math.Min(visits, shares.Won * (1 - shares.Won) / shares.Variance) : known;

        // Where all have closed, nothing more can come: the shares hold for any horizon.
        return new LandmarkSweep(shares.Won, shares.Lost, effective, shares.Open <= 0 ? horizon : covered, visits, closed, known, wonWithin);
    }

    /// <summary>So many closed before that age, and so left the stage before it too.</summary>
    private static int Before(double age, ReadOnlySpan<PastVisit> byClose)
    {
        int low = 0;
        int high = byClose.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = byClose[middle].ToClose < age ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The step of <see cref="AalenJohansen"/>, with the error of the share won alone.</summary>
    private ref struct Shares(double visits)
    {
        /// <summary>What sums of fractional weights may leave behind.</summary>
        private readonly double _rounding = visits * 1e-12;

        private double _openVariance;
        private double _covariance;

        public double AtRisk { get; private set; } = visits;

        public double Open { get; private set; } = 1;

        public double Won { get; private set; }

        public double Lost { get; private set; }

        public double Variance { get; private set; }

        public void Step(double won, double lost, double seen)
        {
            if (won + lost > 0)
            {
                double left = AtRisk - won - lost;
                double stay = left <= _rounding ? 0 : left / AtRisk;
                if (won > 0)
                {
                    double hazard = won / AtRisk;
                    Variance += (2 * hazard * _covariance) + (hazard * hazard * _openVariance) + (Open * Open * hazard * (1 - hazard) / AtRisk);
                    _covariance = (stay * (_covariance + (hazard * _openVariance))) - (Open * Open * hazard * stay / AtRisk);
                    Won += Open * hazard;
                }
                else
                {
                    _covariance *= stay; // The same, with a hazard of 0: divisions are most of what a sweep takes.
                }

                _openVariance = (stay * stay * _openVariance) + (Open * Open * (1 - stay) * stay / AtRisk);
                Lost += lost > 0 ? Open * lost / AtRisk : 0;
                Open *= stay;
            }

            AtRisk -= won + lost + seen;
            AtRisk = AtRisk <= _rounding ? 0 : AtRisk;
        }
    }
}
