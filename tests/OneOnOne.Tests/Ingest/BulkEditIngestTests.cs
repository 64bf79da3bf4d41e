using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

/// <summary>A rep tidies up: the dates of several deals move within seconds, one of which is closed by now.</summary>
public sealed class BulkEditIngestTests
{
    private const double Tidied = 15.0321; // Off the quarter of an hour.

    [Theory]
    [InlineData(5, true, 0)]
    [InlineData(4, true, 3)]
    [InlineData(5, false, 4)] // Snapshots alone: all that moved in between has one instant, and that proves nothing.
    public async Task Open_deals_are_told_from_pushes_by_closed_ones_too(int moved, bool history, int pushed)
    {
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource("before", Days.At(14), [Rows.Human("rep", "mgr"), .. Deals(moved, 20, closed: false)]));
        await books.IngestAsync(new MemorySource("after", Days.At(20),
        [
            .. Deals(moved, 28, closed: true),
            .. Enumerable.Range(1, history ? moved : 0).Select(i => Rows.Moved($"O{i}", Tidied + (i / 86_400.0), 20, 28)),
        ]));
        RepBook book = (await books.Store.ReadBookAsync(new PersonId("rep"), new PersonId("mgr"), CancellationToken.None))!;
        Slip[] slips = [.. SlipAnalysis.Ledgers(book, BookBuilder.Context())];
        Assert.Equal(moved - 1, slips.Length);
        Assert.Equal((pushed, moved - 1 - pushed), (slips.Count(slip => slip.Pushes == 1), slips.Count(slip => slip.Graced is [{ Grace: Grace.BulkEdit }])));
        Assert.Equal(pushed, Assert.Single(book.Head.Record.Slips).Pushes - (pushed > 0 && history ? 1 : 0)); // The closed deal's, where the history has it.
    }

    private static IEnumerable<SnapshotRow> Deals(int deals, int close, bool closed) => Enumerable.Range(1, deals).Select(i => closed && i == deals
        ? Rows.Deal($"O{i}", "rep", "Closed Won", Outcome.Won, close) with { ClosedAt = Days.At(18) }
        : Rows.Deal($"O{i}", "rep", close: close));
}
