using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// Of many flags, those to keep so that in the long run no more than the share q of what is kept is chance.
/// <code>
/// adjusted p(i) = min over j >= i of min(1, p(j) m / j)      p(1) &lt;= ... &lt;= p(m); kept where adjusted &lt;= q
/// </code>
/// Assumes p values that are independent or hang together positively. Edges: none in, none out; equal p values share their fate.
/// Source: Benjamini and Hochberg, JRSS B 57 (1995).
/// </summary>
public static class BenjaminiHochberg
{
    /// <returns>In the order of <paramref name="pValues"/>.</returns>
    /// <exception cref="ArgumentException">A p value is not within 0 and 1.</exception>
    public static ImmutableArray<double> Adjusted(ReadOnlySpan<double> pValues)
    {
        double[] sorted = pValues.ToArray();
        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, places);
        double[] adjusted = new double[sorted.Length];
        double smallest = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            if (!(sorted[i] >= 0 && sorted[i] <= 1))
            {
                throw new ArgumentException("A p value lies between 0 and 1.", nameof(pValues));
            }

            smallest = Math.Min(smallest, sorted[i] * sorted.Length / (i + 1));
            adjusted[places[i]] = smallest;
        }

        return [.. adjusted];
    }

    /// <summary>Which of <paramref name="pValues"/> stand at a false-discovery rate of <paramref name="q"/>, in their order.</summary>
    public static ImmutableArray<bool> Kept(ReadOnlySpan<double> pValues, double q) => [.. Adjusted(pValues).Select(one => one <= q)];
}
