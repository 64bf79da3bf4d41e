using System.Collections.Immutable;

namespace OneOnOne.Crm;

internal static class Snapshots
{
    /// <returns>The last of these instants, ascending, that lies before another; that one itself where there is none.</returns>
    public static DateTimeOffset Before(this ImmutableArray<DateTimeOffset> snapshots, DateTimeOffset at)
    {
        int found = snapshots.BinarySearch(at);
        int before = (found < 0 ? ~found : found) - 1;
        return before < 0 ? at : snapshots[before];
    }
}
