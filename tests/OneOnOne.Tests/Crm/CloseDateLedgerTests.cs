using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Crm;

public sealed class CloseDateLedgerTests
{
    private const double Minute = 1.0 / (24 * 60);
    private const double Second = Minute / 60;

    /// <summary>Day, dates, whether it counts, and whose deal it was.</summary>
    private static string Text(Ledger ledger, params BulkEdit[] bulk) => string.Join(", ", CloseDateLedger.Of(ledger.Known!, ledger.TimeLine, ledger.Snapshots, [.. bulk])
        .Select(entry => $"{entry.Change.From.Day} to {entry.Change.To.Day} {entry.Grace?.ToString() ?? "counts"} {entry.Owner?.Value ?? "?"}"));

    private static string Text(params Word[] words) => Text(Ledger.Of(words));

    private static Word See(double day, int close, double? created = null, double? closedOn = null, string owner = "rep", params SnapshotRow[] history) =>
        new(Days.At(day), Rows.Incoming(
            Rows.Deal(owner: owner, stage: closedOn is null ? "A" : "Won", outcome: closedOn is null ? Outcome.Open : Outcome.Won, close: close) with
            {
                CreatedAt = created is { } c ? Days.At(c) : null,
                ClosedAt = closedOn is { } k ? Days.At(k) : null,
            },
            history));

    private static CloseDateHistoryRow Push(double day, int from, int to) => Rows.Moved("O1", day, from, to);

    [Theory]
    [InlineData(1.0, 8.0, "SoonAfterCreation")]
    [InlineData(1.0, 8.0 + Second, "counts")]
    [InlineData(1.0, 1.0, "SoonAfterCreation")]
    [InlineData(1.0, 1.0 - Second, "counts")] // Brought along from another system: it was a deal before.
    [InlineData(null, 2.0, "counts")]
    public void A_date_is_still_being_found_for_a_week(double? created, double changed, string expected) =>
        Assert.Equal($"10 to 20 {expected} rep", Text(See(20, 20, created, history: Push(changed, 10, 20))));

    [Theory]
    [InlineData(8.0, "SoonAfterCreation")]
    [InlineData(8.0 + Second, "counts")]
    public void Seen_between_two_snapshots_it_may_have_been_made_right_after_the_first(double before, string expected) =>
        Assert.Equal($"10 to 20 {expected} rep", Text(See(2, 10, 1), See(before, 10, 1), See(20, 20, 1)));

    [Fact]
    public void Recorded_between_two_snapshots_it_was_made_when_the_crm_says() =>
        Assert.Equal("10 to 20 counts rep", Text(See(2, 10, 1), See(8, 10, 1), See(20, 20, 1, history: Push(9, 10, 20))));

    [Theory]
    [InlineData(20.0, 28, "Closing")]
    [InlineData(20.0 - Minute + Second, 28, "Closing")]
    [InlineData(20.0 - Minute - Second, 28, "counts")]
    [InlineData(22.0, 28, "Closing")]
    [InlineData(19.0, 20, "Closing")]
    [InlineData(19.0, 21, "Closing")] // It is the 21st somewhere when it is noon on the 20th in UTC.
    [InlineData(19.0, 22, "counts")]
    [InlineData(19.0 - Second, 20, "counts")]
    public void Closing_a_deal_moves_its_date_and_is_no_push(double changed, int to, string expected) =>
        Assert.Equal($"15 to {to} {expected} rep", Text(See(10, 15), See(30, to, closedOn: 20, history: Push(changed, 15, to))));

    [Fact]
    public void Opened_again_it_is_pushed_again() => Assert.Equal(
        "15 to 20 Closing rep, 20 to 28 counts rep",
        Text(See(10, 15), See(22, 20, closedOn: 20, history: Push(20, 15, 20)), See(25, 20), See(30, 28, history: Push(26, 20, 28))));

    [Theory]
    [InlineData(13.0, 13, "Closing")]
    [InlineData(13.0, 15, "counts")]
    [InlineData(9.0, 9, "counts")] // Still open when it was seen the next day.
    public void Where_only_a_snapshot_shows_the_closing_a_date_set_to_its_own_day_was_the_closings(double changed, int to, string expected)
    {
        CloseDateHistoryRow change = Push(changed, 8, to);
        Word closed = See(30, to, closedOn: 30, history: change);
        Assert.Equal($"8 to {to} {expected} rep", Text(See(5, 8), changed < 10 ? See(10, to, history: change) : See(10, 8), closed with { Said = Rows.Incoming(closed.Row!.Row with { ClosedAt = null }, change) }));
    }

    [Theory]
    [InlineData(12.0, "BulkEdit")]
    [InlineData(12.0 + Minute, "BulkEdit")]
    [InlineData(12.0 - Second, "counts")]
    [InlineData(12.0 + Minute + Second, "counts")]
    public void A_bulk_edit_is_no_push(double changed, string expected) => Assert.Equal(
        $"10 to 20 {expected} rep",
        Text(Ledger.Of(See(20, 20, history: Push(changed, 10, 20))), new BulkEdit(Days.At(12), Days.At(12 + Minute))));

    [Fact]
    public void What_only_snapshots_show_is_no_part_of_a_bulk_edit() =>
        Assert.Equal("10 to 20 counts rep", Text(Ledger.Of(See(5, 10), See(12, 20)), new BulkEdit(Days.At(12), Days.At(12))));

    [Fact]
    public void A_push_is_the_owners_that_was_seen_before_and_after_it() => Assert.Equal(
        "10 to 11 counts ann, 11 to 12 counts ?, 12 to 13 counts ?, 13 to 14 counts bob, 14 to 15 counts ?, 15 to 16 counts ann",
        Text(
            See(5, 11, owner: "ann", history: Push(4, 10, 11)),
            See(10, 13, owner: "bob", history: [Push(7, 11, 12), Push(10, 12, 13)]),
            See(15, 14, owner: "bob", history: Push(12, 13, 14)),
            See(20, 15, owner: "ann", history: Push(17, 14, 15)),
            See(25, 16, owner: "ann")));
}
