using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Collects what a rep won, by currency and day, and how soon.</summary>
internal static class BookingTally
{
    /// <param name="closed">All that the rep ever closed.</param>
    public static ImmutableSortedDictionary<string, Bookings> Of(IReadOnlyCollection<ClosedOpportunity> closed)
    {
        if (closed.Count == 0)
        {
            return ImmutableSortedDictionary.Create<string, Bookings>(StringComparer.Ordinal);
        }

        DateTimeOffset newest = closed.Max(one => one.ClosedAt);
        DateTimeOffset kept = newest.AddDays(-BookHead.ClosedKeptDays);
        DateTimeOffset first = closed.Min(one => one.CreatedAt < one.ClosedAt ? one.CreatedAt.Value : one.ClosedAt);
        int days = (int)Math.Ceiling((newest - (first > kept ? first : kept)).TotalDays);
        return closed.Where(one => one is { Outcome: Outcome.Won, Amount: not null }).GroupBy(one => one.Amount!.Value.Currency, StringComparer.Ordinal).ToImmutableSortedDictionary(
            wins => wins.Key,
            wins => new Bookings(
                Bookings.Of(wins.Select(win => new BookedDay(DateOnly.FromDateTime(win.ClosedAt.UtcDateTime), win.Amount!.Value.Amount, 1))),
                new QuickWins(ByWeeks(wins.Where(win => win.ClosedAt >= kept)), days)),
            StringComparer.Ordinal);
    }

    private static ImmutableArray<int> ByWeeks(IEnumerable<ClosedOpportunity> wins)
    {
        int[] counts = new int[QuickWins.MostWeeks];
        foreach (ClosedOpportunity win in wins)
        {
            if (win.CreatedAt is { } created && created <= win.ClosedAt && (int)((win.ClosedAt - created).TotalDays / 7) is < QuickWins.MostWeeks and var week)
            {
                counts[week]++;
            }
        }

        return [.. counts.AsSpan(0, Array.FindLastIndex(counts, count => count > 0) + 1)];
    }
}
