using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>Keeps evenly spaced order statistics of what is too much to keep: documents stay bounded, and percentiles all but unchanged.</summary>
internal static class Thinning
{
    public static ImmutableArray<T> Thin<T>(ReadOnlySpan<T> sorted, int limit)
    {
        if (sorted.Length <= limit)
        {
            return [.. sorted];
        }

        ImmutableArray<T>.Builder kept = ImmutableArray.CreateBuilder<T>(limit);
        for (int i = 0; i < limit; i++)
        {
            kept.Add(sorted[(int)((long)i * (sorted.Length - 1) / (limit - 1))]);
        }

        return kept.MoveToImmutable();
    }

    /// <param name="parts">Each in order, with the number that it stands for.</param>
    public static (ImmutableArray<T> Kept, int Count) Merge<T>(IEnumerable<(ImmutableArray<T> Values, int Count)> parts, int limit)
        where T : IComparable<T>
    {
        (ImmutableArray<T> Values, int Count)[] all = [.. parts.Where(part => part.Count > 0)];
        int count = all.Sum(part => part.Count);
        if (all.Length == 1 && all[0].Values.Length <= limit)
        {
            return all[0];
        }

        if (Array.Exists(all, part => part.Values.Length != part.Count))
        {
            return (Weighted(all.SelectMany(part => part.Values.Select(value => (value, Weight(part.Values.Length, part.Count)))), count, limit), count);
        }

        T[] sorted = [.. all.SelectMany(part => part.Values)];
        Array.Sort(sorted);
        return (Thin<T>(sorted, limit), count);
    }

    /// <summary>A value of a thinned part stands for several, and must not weigh like one of a part that is whole.</summary>
    public static double Weight(int kept, int count) => (double)count / kept;

    /// <param name="weighted">In any order, and at least one.</param>
    /// <param name="count">The sum of the weights.</param>
    public static ImmutableArray<T> Weighted<T>(IEnumerable<(T Value, double Weight)> weighted, int count, int limit)
        where T : IComparable<T>
    {
        (T Value, double Weight)[] values = [.. weighted.OrderBy(value => value.Value).ThenBy(value => value.Weight)];
        ImmutableArray<T>.Builder kept = ImmutableArray.CreateBuilder<T>(limit);
        int at = 0;
        double upTo = values[0].Weight;
        for (int i = 0; i < limit; i++)
        {
            double rank = (double)i * (count - 1) / (limit - 1);
            while (upTo <= rank && at < values.Length - 1)
            {
                upTo += values[++at].Weight;
            }

            kept.Add(values[at].Value);
        }

        return kept.MoveToImmutable();
    }
}
