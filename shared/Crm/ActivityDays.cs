using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>
/// Counts of completed activities by day and kind. Merging takes the larger count of each day, so that it does not
/// matter in which order snapshots come or how often, and what a CRM archives is not forgotten.
/// </summary>
public static class ActivityDays
{
    /// <summary>Half a year: enough for a rep's own trend, and it bounds the document.</summary>
    public const int Kept = 182;

    /// <param name="one">Ascending by day and kind, each once; so is the other.</param>
    public static ImmutableArray<ActivityDay> Merge(ImmutableArray<ActivityDay> one, ImmutableArray<ActivityDay> other)
    {
        ImmutableArray<ActivityDay> all = Union(one, other);
        int first = all.IsEmpty ? 0 : FirstKept(all.AsSpan());
        return first == 0 ? all : [.. all.AsSpan()[first..]];
    }

    /// <summary>All of both, however old, ascending.</summary>
    public static ImmutableArray<ActivityDay> Union(ImmutableArray<ActivityDay> one, ImmutableArray<ActivityDay> other)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return one.IsEmpty ? other : one;
        }

        ImmutableArray<ActivityDay>.Builder days = ImmutableArray.CreateBuilder<ActivityDay>(Math.Max(one.Length, other.Length));
        int next = 0;
        foreach (ActivityDay day in one)
        {
            for (; next < other.Length && Compare(other[next], day) < 0; next++)
            {
                days.Add(other[next]);
            }

            bool isSame = next < other.Length && Compare(other[next], day) == 0;
            days.Add(isSame && other[next].Count > day.Count ? other[next] : day);
            next += isSame ? 1 : 0;
        }

        days.AddRange(other.AsSpan()[next..]);
        return days.DrainToImmutable();
    }

    /// <summary>By day, then by kind.</summary>
    internal static int Compare(ActivityDay one, ActivityDay other) => one.On != other.On ? one.On.CompareTo(other.On) : one.Kind - other.Kind;

    /// <param name="days">Ascending, and at least one.</param>
    /// <returns>The index of the first that is within <see cref="Kept"/> days of the last.</returns>
    internal static int FirstKept(ReadOnlySpan<ActivityDay> days)
    {
        DateOnly first = days[^1].On.AddDays(1 - Kept);
        int at = days.Length - 1;
        while (at > 0 && days[at - 1].On >= first)
        {
            at--;
        }

        return at;
    }
}
