namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// How far a value lies from the middle of others, measured so that a few wild ones do not matter.
/// <code>
/// z = 0.6745 (x - median) / MAD      MAD: median of |x - median|
/// z = (x - median) / (1.253314 mean |x - median|)      where MAD = 0, since half of the values are equal
/// </code>
/// <see cref="TwoSided"/> takes the deviations of the values at or below the median, and of those at or above it, apart: for skewed values.
/// Take durations as log(1 + days). Usual limit: <see cref="Unusual"/>. Unit: of the values; z has none. Assumes that the middle of the values is roughly normal.
/// Edges: fewer than <see cref="FewestValues"/> values, no scale; all deviations (of a side) 0, no z (on that side) but 0 at the median itself.
/// Sources: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); the mean deviation in place of a MAD of 0 as in IBM's SPSS.
/// </summary>
/// <param name="Below">One unit of z below the median; 0: none.</param>
/// <param name="Above">One unit of z above the median; 0: none.</param>
public sealed record RobustScale(double Median, double Below, double Above, int Values)
{
    public const int FewestValues = 8;

    /// <summary>|z| above this is commonly called an outlier.</summary>
    public const double Unusual = 3.5;

    private const double MadOfNormal = 0.6745;
    private const double MeanDeviationOfNormal = 1.253314;

    /// <summary>One scale for both sides; null with fewer than <see cref="FewestValues"/> values.</summary>
    /// <exception cref="ArgumentException">A value is no finite number.</exception>
    public static RobustScale? Of(ReadOnlySpan<double> values) => Of(values, apart: false);

    /// <summary>A scale for each side; null with fewer than <see cref="FewestValues"/> values.</summary>
    public static RobustScale? TwoSided(ReadOnlySpan<double> values) => Of(values, apart: true);

    /// <summary>Null where the values on the side of <paramref name="value"/> do not differ from the median.</summary>
    public double? ModifiedZ(double value) =>
        value == Median ? 0 : value < Median ? Below > 0 ? (value - Median) / Below : null : Above > 0 ? (value - Median) / Above : null;

    private static RobustScale? Of(ReadOnlySpan<double> values, bool apart)
    {
        if (values.Length < FewestValues)
        {
            return null;
        }

        double[] sorted = values.ToArray();
        if (!Array.TrueForAll(sorted, double.IsFinite))
        {
            throw new ArgumentException("Values are finite numbers.", nameof(values));
        }

        Array.Sort(sorted);
        double median = MedianOf(sorted);
        double[] below = [.. sorted.Where(value => !apart || value <= median).Select(value => Math.Abs(value - median))];
        double[] above = [.. sorted.Where(value => !apart || value >= median).Select(value => Math.Abs(value - median))];
        return new RobustScale(median, Unit(below), Unit(above), sorted.Length);
    }

    private static double Unit(double[] deviations)
    {
        Array.Sort(deviations);
        double mad = MedianOf(deviations);
        return mad > 0 ? mad / MadOfNormal : MeanDeviationOfNormal * deviations.Average();
    }

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
