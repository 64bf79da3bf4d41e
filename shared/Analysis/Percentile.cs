using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// Order statistics by linear interpolation between closest ranks: R's type 7, SQL's PERCENTILE_CONT.
/// Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
/// </summary>
public static class Percentile
{
    internal const double SecondsPerDay = 86_400;

    /// <summary>The <paramref name="p"/> quantile of ascending <paramref name="sorted"/>, in its unit.</summary>
    /// <exception cref="ArgumentException">There is nothing to take a quantile of.</exception>
    public static double Of(ReadOnlySpan<long> sorted, double p)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        }

        double rank = p * (sorted.Length - 1);
        int below = (int)Math.Floor(rank);
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>A quantile of visit lengths, in days; null where there are none.</summary>
    public static double? OfDays(Durations durations, double p) =>
        durations.Count == 0 ? null : Of(durations.Seconds.AsSpan(), p) / SecondsPerDay;

    /// <summary>How many visits were shorter than <paramref name="seconds"/>; scaled up where the durations are thinned.</summary>
    public static int CountBelow(Durations durations, long seconds)
    {
        ReadOnlySpan<long> sorted = durations.Seconds.AsSpan();
        int below = 0;
        int above = sorted.Length;
        while (below < above)
        {
            int middle = (below + above) / 2;
            if (sorted[middle] < seconds)
            {
                below = middle + 1;
            }
            else
            {
                above = middle;
            }
        }

        return durations.IsThinned ? (int)((long)below * durations.Count / sorted.Length) : below;
    }
}
