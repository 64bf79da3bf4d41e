using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OneOnOne.Crm;

/// <summary>
/// The close dates of at least <see cref="FewestDeals"/> of a rep's deals changed within a minute: somebody tidied up, and no customer
/// said anything. Only the CRM's own history can show it; what two snapshots tell has the later one's instant for all deals.
/// </summary>
public readonly record struct BulkEdit(DateTimeOffset From, DateTimeOffset To)
{
    public const int FewestDeals = 5;

    /// <summary>Bounds the head of a book.</summary>
    private const int Kept = 200;

    public bool Covers(DateTimeOffset at) => From <= at && at <= To;

    internal static bool Covers(ImmutableArray<BulkEdit> edits, DateTimeOffset at)
    {
        foreach (BulkEdit edit in edits)
        {
            if (edit.Covers(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="changes">Of one book, in any order.</param>
    /// <returns>Oldest first, none touching another.</returns>
    internal static ImmutableArray<BulkEdit> In(IEnumerable<(DateTimeOffset At, int Deal)> changes)
    {
        (DateTimeOffset At, int Deal)[] sorted = [.. changes.Where(change => !MayBeADay(change.At)).Order()];
        Dictionary<int, int> deals = [];
        List<BulkEdit> found = [];
        for (int first = 0, last = 0; last < sorted.Length; last++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(deals, sorted[last].Deal, out _)++;
            for (; sorted[last].At - sorted[first].At > TimeSpan.FromMinutes(1); first++)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(deals, sorted[first].Deal, out _) == 0)
                {
                    deals.Remove(sorted[first].Deal);
                }
            }

            if (deals.Count >= FewestDeals)
            {
                if (found.Count > 0 && found[^1].To >= sorted[first].At)
                {
                    found[^1] = found[^1] with { To = sorted[last].At };
                }
                else
                {
                    found.Add(new BulkEdit(sorted[first].At, sorted[last].At));
                }
            }
        }

        return [.. found.TakeLast(Kept)];
    }

    /// <summary>Exports that keep only the day give midnight somewhere, which is a quarter of an hour here: all of a day's changes would look like one.</summary>
    private static bool MayBeADay(DateTimeOffset at) => at.UtcTicks % TimeSpan.FromMinutes(15).Ticks == 0;
}
