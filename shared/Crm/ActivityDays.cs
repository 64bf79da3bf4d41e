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

    public static ImmutableArray<ActivityDay> Merge(ImmutableArray<ActivityDay> one, IEnumerable<ActivityDay> other)
    {
        ImmutableArray<ActivityDay> all = Union(one, other);
        return all.IsEmpty ? all : all.RemoveRange(0, FirstKept(all.AsSpan()));
    }

    /// <summary>All of both, however old, ascending.</summary>
    public static ImmutableArray<ActivityDay> Union(ImmutableArray<ActivityDay> one, IEnumerable<ActivityDay> other)
    {
        Dictionary<(DateOnly, ActivityKind), int> days = [];
        foreach (ActivityDay day in one.Concat(other))
        {
            (DateOnly, ActivityKind) key = (day.On, day.Kind);
            days[key] = Math.Max(days.GetValueOrDefault(key), day.Count);
        }

        return [.. days.Select(day => new ActivityDay(day.Key.Item1, day.Key.Item2, day.Value)).OrderBy(day => day.On).ThenBy(day => day.Kind)];
    }

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
