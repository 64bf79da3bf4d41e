using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// A share that depends on several banded signals at once: logistic regression with one effect for each band, drawn towards none.
/// <code>
/// ln(p / (1 - p)) = a + sum over factors of b(factor, band)       maximises  sum k ln p + (n - k) ln(1 - p) - sum b^2 / (2 s^2)
/// </code>
/// Signals that say the same thing share one effect between them and are not counted twice, as they would be if each one's likelihood
/// ratio were multiplied. A band that nobody was seen in has no effect; one that all were in has none either.
/// Units: counts. Assumes that effects add up on the scale of log odds. Solved by Newton steps for one effect at a time: the function is
/// strictly concave, so that they end at its only maximum.
/// Sources: Hoerl and Kennard, Technometrics 12 (1970), for drawing in; le Cessie and van Houwelingen, Applied Statistics 41 (1992), for
/// logistic regression; Friedman, Hastie and Tibshirani, Journal of Statistical Software 33 (2010), for one effect at a time.
/// </summary>
public sealed class MainEffects
{
    /// <summary>Standard deviation of an effect before anything was seen: a band doubles or halves odds easily, and hardly ever makes them ten times as large.</summary>
    public const double PriorDeviation = 1;

    private const int MostSweeps = 200;
    private const double Tolerance = 1e-7;
    private const double LongestStep = 2;

    private readonly ImmutableArray<ImmutableArray<double>> _effects;

    private MainEffects(double intercept, ImmutableArray<ImmutableArray<double>> effects) => (Intercept, _effects) = (intercept, effects);

    /// <summary>Log odds where no band has an effect.</summary>
    public double Intercept { get; }

    /// <param name="bands">How many bands each factor has.</param>
    /// <param name="weight">So much of an independent outcome is each one counted: less than 1 where one deal is counted week after week.</param>
    /// <returns>Null without any outcome.</returns>
    /// <exception cref="ArgumentException">A cell names another number of factors, or has more successes than trials.</exception>
    public static MainEffects? Fit(IReadOnlyList<EffectCell> cells, ImmutableArray<int> bands, double weight = 1)
    {
        double trials = 0;
        double successes = 0;
        foreach (EffectCell cell in cells)
        {
            BetaBinomial.Check(cell.Outcomes);
            if (cell.Bands.Length != bands.Length)
            {
                throw new ArgumentException("A cell has one band for each factor.", nameof(cells));
            }

            trials += cell.Outcomes.Count * weight;
            successes += cell.Outcomes.Successes * weight;
        }

        return trials > 0 ? new Solver(cells, bands, weight, Math.Log((successes + 0.5) / (trials - successes + 0.5))).Solve() : null;
    }

    public double LogOdds(ReadOnlySpan<int> bands)
    {
        double sum = Intercept;
        for (int factor = 0; factor < bands.Length; factor++)
        {
            sum += _effects[factor][bands[factor]];
        }

        return sum;
    }

    public static double Share(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private sealed class Solver
    {
        private readonly Trials[] _cells;
        private readonly double[] _logOdds;
        private readonly double[][] _effects;
        private readonly List<int>[][] _members;
        private readonly double _start;
        private double _intercept;

        public Solver(IReadOnlyList<EffectCell> cells, ImmutableArray<int> bands, double weight, double start)
        {
            _start = _intercept = start;
            _cells = [.. cells.Select(cell => new Trials(cell.Outcomes.Successes * weight, cell.Outcomes.Count * weight))];
            _logOdds = [.. cells.Select(_ => start)];
            _effects = [.. bands.Select(count => new double[count])];
            _members = [.. bands.Select(count => Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray())];
            for (int cell = 0; cell < cells.Count; cell++)
            {
                for (int factor = 0; factor < bands.Length; factor++)
                {
                    _members[factor][cells[cell].Bands[factor]].Add(cell);
                }
            }
        }

        public MainEffects Solve()
        {
            int[] all = [.. Enumerable.Range(0, _cells.Length)];
            double moved = double.MaxValue;
            for (int sweep = 0; sweep < MostSweeps && moved > Tolerance; sweep++)
            {
                double step = Step(all, _intercept - _start);
                _intercept += step;
                moved = Math.Abs(step);
                for (int factor = 0; factor < _effects.Length; factor++)
                {
                    for (int band = 0; band < _effects[factor].Length; band++)
                    {
                        step = Step(_members[factor][band], _effects[factor][band]);
                        _effects[factor][band] += step;
                        moved = Math.Max(moved, Math.Abs(step));
                    }
                }
            }

            return new MainEffects(_intercept, [.. _effects.Select(bands => bands.ToImmutableArray())]);
        }

        private double Step(IReadOnlyList<int> members, double effect)
        {
            const double Precision = 1 / (PriorDeviation * PriorDeviation);
            double slope = -effect * Precision;
            double bend = Precision;
            foreach (int cell in members)
            {
                double share = Share(_logOdds[cell]);
                slope += _cells[cell].Successes - (_cells[cell].Count * share);
                bend += _cells[cell].Count * share * (1 - share);
            }

            double step = Math.Clamp(slope / bend, -LongestStep, LongestStep);
            foreach (int cell in members)
            {
                _logOdds[cell] += step;
            }

            return step;
        }
    }
}

/// <param name="Bands">One for each factor.</param>
public readonly record struct EffectCell(ImmutableArray<int> Bands, Trials Outcomes);
