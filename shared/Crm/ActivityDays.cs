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
        Dictionary<(DateOnly, ActivityKind), int> days = [];
        foreach (ActivityDay day in one.Concat(other))
        {
            (DateOnly, ActivityKind) key = (day.On, day.Kind);
            days[key] = Math.Max(days.GetValueOrDefault(key), day.Count);
        }

        if (days.Count == 0)
        {
            return [];
        }

        DateOnly first = days.Keys.Max(key => key.Item1).AddDays(1 - Kept);
        return
        [
            .. days.Where(day => day.Key.Item1 >= first)
                .Select(day => new ActivityDay(day.Key.Item1, day.Key.Item2, day.Value))
                .OrderBy(day => day.On).ThenBy(day => day.Kind),
        ];
    }
}
