namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// How rarely others went on for so long, without claiming more than so many others can show.
/// <code>
/// P(T >= t) = (1 + others with T >= t) / (1 + others)      never below 1 / (n + 1)
/// </code>
/// The one that is asked about counts as one of its kind: if it is alike, its rank among n + 1 is as likely to be any. Unit: none.
/// Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), 4.2; Phipson and Smyth, SAGMB 9 (2010).
/// </summary>
public static class Exceedance
{
    /// <summary>The smallest tail that <paramref name="others"/> can show.</summary>
    public static double Smallest(int others) => 1.0 / (1 + others);

    /// <summary>A tail from a curve (1 minus a share, a survival), not below what <paramref name="others"/> can show.</summary>
    public static double Honest(double tail, int others) => Math.Max(tail, Smallest(others));

    /// <summary>Of values that were all seen to their end; 1 where there are none. For censored ones take a curve and <see cref="Honest"/>.</summary>
    public static double Of(ReadOnlySpan<double> others, double value)
    {
        int asLong = 0;
        foreach (double other in others)
        {
            asLong += other >= value ? 1 : 0;
        }

        return (1.0 + asLong) / (1 + others.Length);
    }
}
