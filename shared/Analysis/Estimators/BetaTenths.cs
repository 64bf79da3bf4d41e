using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// A beta-distributed share as ten values that are equally likely, ascending: its mean within each tenth of its probability.
/// <code>
/// x_k = quantile of k / 10;  value_k = 10 m (I(x_k+1; a + 1, b) - I(x_k; a + 1, b)),  m = a / (a + b)
/// I(x; a + 1, b) = I(x; a, b) - x^a (1 - x)^b / (a B(a, b))
/// </code>
/// Their mean is the distribution's to rounding, wherever the borders lie within 1e-7. For draws in which several uncertain shares have to
/// be high or low together. Source of the recurrence: Abramowitz and Stegun, 26.5.16.
/// </summary>
public static class BetaTenths
{
    public const int Count = 10;

    private const double Near = 1e-7;

    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0.</exception>
    public static ImmutableArray<double> Of(double alpha, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        double logBeta = MathNet.Numerics.SpecialFunctions.GammaLn(alpha) + MathNet.Numerics.SpecialFunctions.GammaLn(beta) - MathNet.Numerics.SpecialFunctions.GammaLn(alpha + beta);
        double mean = alpha / (alpha + beta);
        ImmutableArray<double>.Builder values = ImmutableArray.CreateBuilder<double>(Count);
        double from = 0;
        double before = 0;
        for (int tenth = 1; tenth <= Count; tenth++)
        {
            double upTo = 1;
            if (tenth < Count)
            {
                from = Border(alpha, beta, (double)tenth / Count, from);
                double step = Math.Exp((alpha * Math.Log(from)) + (beta * Distributions.LogOnePlus(-from)) - logBeta) / alpha;
                upTo = Math.Clamp(Distributions.BetaRegularized(alpha, beta, from) - step, before, 1);
            }

            values.Add(Math.Min(1, Count * mean * (upTo - before)));
            before = upTo;
        }

        return values.MoveToImmutable();
    }

    private static double Border(double alpha, double beta, double p, double above)
    {
        double below = 1;
        while (below - above > Near)
        {
            double middle = (above + below) / 2;
            (above, below) = Distributions.BetaRegularized(alpha, beta, middle) >= p ? (above, middle) : (middle, below);
        }

        return below;
    }
}
