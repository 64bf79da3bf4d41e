using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Crm;

public sealed class OpenSpellTests
{
    private static string Spells(bool historyKept, params Word[] words)
    {
        Ledger ledger = Ledger.Of(words);
        return string.Join(", ", OpenSpell.Of(ledger.Known!, ledger.TimeLine, ledger.Snapshots, historyKept).Select(spell => $"{spell.Owner?.Value ?? "?"} {Day(spell.From)}-{(spell.To is { } to ? Day(to) : "")}"));
    }

    private static double Day(DateTimeOffset at) => (at - Days.At(1)).TotalDays + 1;

    private static Word See(double day, Outcome outcome = Outcome.Open, int? close = 20, string owner = "rep", double? closedOn = null, params SnapshotRow[] history) =>
        new(Days.At(day), Rows.Incoming(
            Rows.Deal(owner: owner, stage: outcome.ToString(), outcome: outcome, close: close) with { CreatedAt = Days.At(3), ClosedAt = closedOn is { } at ? Days.At(at) : null },
            history));

    [Fact]
    public void Where_the_crm_keeps_a_history_a_deal_is_watched_from_its_creation() =>
        Assert.Equal(("rep 3-", "rep 10-"), (Spells(true, See(10)), Spells(false, See(10))));

    [Fact]
    public void What_the_history_says_before_the_creation_was_the_deal_too() =>
        Assert.Equal("rep 2-", Spells(true, See(10, history: Rows.Entered("O1", "Open", 2))));

    [Fact]
    public void Closed_it_cannot_be_pushed() => Assert.Equal(
        "rep 3-15, rep 20-27", // Open again, the CRM no longer says when it was closed before: that was by the snapshot that saw it.
        Spells(true, See(10), See(15, Outcome.Lost, closedOn: 12), See(20), See(30, Outcome.Won, closedOn: 27)));

    [Fact]
    public void Closed_whenever_it_was_seen_it_was_not_watched() => Assert.Equal("", Spells(false, See(15, Outcome.Lost, closedOn: 12)));

    [Fact]
    public void Between_the_snapshots_around_a_hand_over_it_is_nobodys() =>
        Assert.Equal("ann 3-10, ? 10-20, bob 20-", Spells(true, See(5, owner: "ann"), See(10, owner: "ann"), See(20, owner: "bob")));

    [Fact]
    public void Without_any_close_date_there_is_nothing_to_push() => Assert.Equal("", Spells(true, See(10, close: null)));

    [Fact]
    public void Out_of_sight_it_is_open() => Assert.Equal("rep 10-", Spells(false, See(10), new Word(Days.At(15), null), See(20)));
}
