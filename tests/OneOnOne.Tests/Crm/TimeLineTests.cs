using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Crm;

public sealed class TimeLineTests
{
    private const Outcome Open = Outcome.Open;
    private const Outcome Won = Outcome.Won;

    /// <summary>Visits as text: stage, day entered ("?" where only a lower bound), day left.</summary>
    private static string Visits(params Word[] words) => string.Join(", ", Ledger.Of(words).TimeLine.Visits.Select(visit =>
        $"{visit.Stage} {Day(visit.EnteredAt)}{(visit.EntryKnown ? "" : "?")}-{(visit.LeftAt is { } left ? Day(left) : "")}"));

    private static string Changes(params Word[] words) => string.Join(", ", Ledger.Of(words).TimeLine.CloseDateChanges.Select(change =>
        $"{Day(change.At)}: {change.From.Day} to {change.To.Day}"));

    private static int Day(DateTimeOffset at) => (int)(at - Days.At(1)).TotalDays + 1;

    private static Word See(double day, string stage = "A", Outcome outcome = Open, int? close = null, int? created = null, int? closedOn = null, params SnapshotRow[] history) =>
        new(Days.At(day), Rows.Incoming(
            Rows.Deal(stage: stage, outcome: outcome, close: close) with
            {
                CreatedAt = created is { } c ? Days.At(c) : null,
                ClosedAt = closedOn is { } k ? Days.At(k) : null,
            },
            history));

    private static Word Gone(double day) => new(Days.At(day), null);

    private static StageHistoryRow In(string stage, double day) => Rows.Entered("O1", stage, day);

    private static CloseDateHistoryRow Push(double day, int from, int to) => Rows.Moved("O1", day, from, to);

    [Fact]
    public void The_crms_history_is_taken_as_it_is() =>
        Assert.Equal("A 1-3, B 3-8, C 8-", Visits(See(10, "C", history: [In("A", 1), In("B", 3), In("C", 8)])));

    [Fact]
    public void Without_history_a_change_counts_from_the_later_snapshot() =>
        Assert.Equal("A 5?-15, B 15-", Visits(See(5, "A"), See(10, "A"), See(15, "B"), See(20, "B")));

    [Fact]
    public void What_both_know_is_one_visit() =>
        Assert.Equal("A 1-8, B 8-", Visits(See(5, "A", history: [In("A", 1)]), See(10, "B", history: [In("A", 1), In("B", 8)])));

    [Fact]
    public void What_the_history_missed_the_snapshots_add() =>
        Assert.Equal("A 1-10, B 10-", Visits(See(5, "A", history: [In("A", 1)]), See(10, "B", history: [In("A", 1)])));

    [Fact]
    public void There_when_first_seen_is_a_lower_bound() => Assert.Equal("A 5?-", Visits(See(5, "A", created: 1)));

    [Fact]
    public void Created_between_two_snapshots_is_known()
    {
        Ledger ledger = Ledger.Of(new Word(Days.At(5), null), See(10, "A", created: 7));
        Assert.Equal(new StageVisit("A", Days.At(7), true, null), ledger.TimeLine.Current);
    }

    [Fact]
    public void Created_before_the_snapshot_that_did_not_have_it_is_a_lower_bound()
    {
        Ledger ledger = Ledger.Of(new Word(Days.At(5), null), See(10, "A", created: 3));
        Assert.Equal(new StageVisit("A", Days.At(10), false, null), ledger.TimeLine.Current);
    }

    [Fact]
    public void Back_to_an_earlier_stage_is_a_visit_of_its_own() =>
        Assert.Equal("A 5?-10, B 10-15, A 15-", Visits(See(5, "A"), See(10, "B"), See(15, "A")));

    [Fact]
    public void Being_won_is_not_a_visit() =>
        Assert.Equal("A 1-3, B 3-8", Visits(See(10, "Won", Won, history: [In("A", 1), In("B", 3), In("Won", 8)])));

    [Fact]
    public void A_visit_ends_when_the_crm_says_it_closed() =>
        Assert.Equal("A 5?-8", Visits(See(5, "A"), See(10, "Won", Won, closedOn: 8)));

    [Fact]
    public void Closed_in_the_stage_that_it_was_in_ends_the_visit_too() =>
        Assert.Equal("A 1-8", Visits(See(5, "A", history: [In("A", 1)]), See(10, "A", Outcome.Lost, closedOn: 8)));

    [Fact]
    public void Reopened_it_stays_anew() =>
        Assert.Equal("A 5?-10, B 15-", Visits(See(5, "A"), See(10, "Lost", Outcome.Lost), See(15, "B")));

    [Fact]
    public void Reopened_in_the_same_stage_it_stays_anew() =>
        Assert.Equal("A 5?-10, A 15-", Visits(See(5, "A"), See(10, "A", Outcome.Lost), See(15, "A")));

    [Fact]
    public void Lost_for_a_while_is_no_visit_in_the_history_either() =>
        Assert.Equal("A 1-3, B 6-8", Visits(See(10, "Won", Won, history: [In("A", 1), In("Won", 3), In("B", 6), In("Won", 8)])));

    [Fact]
    public void Out_of_sight_and_back_is_one_visit() => Assert.Equal("A 5?-", Visits(See(5, "A"), Gone(10), See(15, "A")));

    [Fact]
    public void Gone_it_is_in_no_stage() => Assert.Null(Ledger.Of(See(5, "A"), Gone(10)).TimeLine.Current);

    [Theory]
    [InlineData(null, null, 10)]
    [InlineData(8, null, 8)]
    [InlineData(99, null, 10)]
    [InlineData(null, 7, 10)]
    public void Seen_to_close_it_closed_then_or_when_the_crm_says(int? told, int? closeDate, int expected) =>
        Assert.Equal(expected, Day(TimeLine.ClosedAt(Ledger.Of(See(5), See(10, "Won", Won, close: closeDate, closedOn: told)).Known!)));

    [Fact]
    public void Closed_when_first_seen_it_closed_on_its_close_date() =>
        Assert.Equal(7, Day(TimeLine.ClosedAt(Ledger.Of(See(10, "Won", Won, close: 7)).Known!)));

    [Fact]
    public void A_later_change_of_a_won_deal_does_not_win_it_again()
    {
        Ledger ledger = Ledger.Of(See(5), See(10, "Won", Won, close: 10), See(20, "Won", Won, close: 11), Gone(25));
        Assert.Equal(10, Day(TimeLine.ClosedAt(ledger.Known!)));
    }

    [Fact]
    public void Close_dates_of_snapshots_alone() =>
        Assert.Equal("10: 20 to 27, 15: 27 to 25", Changes(See(5, close: 20), See(10, close: 27), See(15, close: 25), See(20, close: 25)));

    [Fact]
    public void Close_dates_of_the_history_alone() =>
        Assert.Equal("3: 10 to 20, 4: 20 to 30", Changes(See(5, close: 30, history: [Push(3, 10, 20), Push(4, 20, 30)])));

    [Fact]
    public void What_both_know_is_counted_once() =>
        Assert.Equal("8: 20 to 27", Changes(See(5, close: 20), See(10, close: 27, history: [Push(8, 20, 27)])));

    [Fact]
    public void Two_moves_between_snapshots_are_the_historys_two() =>
        Assert.Equal("7: 20 to 25, 8: 25 to 27", Changes(See(5, close: 20), See(10, close: 27, history: [Push(7, 20, 25), Push(8, 25, 27)])));

    [Fact]
    public void A_date_that_differs_from_the_last_history_row_is_a_change_of_its_own() =>
        Assert.Equal("3: 10 to 20, 5: 20 to 30", Changes(See(5, close: 30, history: [Push(3, 10, 20)])));

    [Fact]
    public void Closing_is_no_slip() => Assert.Equal("", Changes(See(5, close: 10), See(20, "Won", Won, close: 19)));

    [Fact]
    public void A_date_that_was_missing_for_a_while_is_compared_with_the_one_before() =>
        Assert.Equal("15: 20 to 27", Changes(See(5, close: 20), See(10), See(15, close: 27)));
}
