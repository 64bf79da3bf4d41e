using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>How long a deal that was won fast stayed in a stage.</summary>
/// <param name="UsualDays">Median of the rep's won deals there.</param>
public sealed record FastStay(string Stage, double Days, double UsualDays);

/// <summary>Where a fast win was fast.</summary>
public static class FastStays
{
    /// <returns>In the order of the stages; only those whose entry is known, and that enough won deals were in to compare with.</returns>
    public static ImmutableArray<FastStay> Of(Opportunity won, RepBook book)
    {
        ImmutableArray<string> order = book.Snapshot.Stages;
        return
        [
            .. Stays.Of(TimeLine.Of(won, book.Snapshots))
                .GroupBy(stay => stay.Stage, StringComparer.Ordinal)
                .Where(stays => stays.All(stay => stay.EntryKnown && stay.LeftAt is not null) && book.Head.Record.Of(stays.Key).Won.Count >= FastWin.FewestWins)
                .OrderBy(stays => order.IndexOf(stays.Key) is var at && at < 0 ? int.MaxValue : at).ThenBy(stays => stays.Key, StringComparer.Ordinal)
                .Select(stays => new FastStay(stays.Key, stays.Sum(stay => (stay.LeftAt!.Value - stay.EnteredAt).TotalDays), Percentile.OfDays(book.Head.Record.Of(stays.Key).Won, 0.5)!.Value)),
        ];
    }
}
