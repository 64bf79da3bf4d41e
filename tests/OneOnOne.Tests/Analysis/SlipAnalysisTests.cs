using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class SlipAnalysisTests
{
    private static Slip Ledger(Opportunity deal, AnalysisContext? context = null) => SlipAnalysis.Ledger(deal, Book(deal), context ?? Context());

    private static bool Flagged(Opportunity deal, AnalysisContext? context = null) => !SlipAnalysis.Of(Book(deal), context ?? Context()).Findings.IsEmpty;

    [Fact]
    public void A_pull_is_never_netted_against_a_push()
    {
        Slip slip = Ledger(Moved((2, 20, 30), (3, 30, 20), (4, 20, 30)));
        Assert.Equal((2, 20, 1, 10), (slip.Pushes, slip.PushedDays, slip.Pulls, slip.PulledDays));
        Assert.Equal((Days.On(20), new CloseDateChange(Days.At(4), Days.On(20), Days.On(30))), (slip.FirstCloseDate, slip.LastPush));
    }

    [Fact]
    public void Pulls_alone_are_no_slip() => Assert.False(Flagged(Moved((2, 31, 28), (3, 28, 25), (4, 25, 22))));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Two_pushes_are_a_slip(int pushes, bool expected) =>
        Assert.Equal(expected, Flagged(Moved([.. Enumerable.Range(0, pushes).Select(i => (2.0 + i, 21 + i, 22 + i))])));

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Thirty_days_are_a_slip_however_few_the_pushes(int days, bool expected) =>
        Assert.Equal(expected, Flagged(Moved((2, 60, 60 + days)))); // In the second quarter, so that no period ends.

    [Theory]
    [InlineData(1, 28, 35, true)] // 31 March is the end of the quarter.
    [InlineData(1, 28, 31, false)]
    [InlineData(2, 28, 35, false)] // A year from February: the quarter ends on 30 April.
    [InlineData(1, 35, 40, false)] // It was beyond the quarter before.
    public void A_push_over_the_fiscal_quarters_end_is_a_slip(int firstMonth, int from, int to, bool expected)
    {
        AnalysisContext context = Context(fiscal: firstMonth);
        Opportunity deal = Moved((2, from, to));
        Assert.Equal((expected, expected), (Ledger(deal, context).LeftThePeriod, Flagged(deal, context)));
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(19, 1)]
    [InlineData(5, 15)]
    public void A_close_date_that_has_passed_is_overdue(int close, int days) => Assert.Equal((days, days > 0), (Ledger(Open(close: close)).OverdueDays, Flagged(Open(close: close))));

    [Fact]
    public void Overdue_is_judged_by_the_readers_own_day() =>
        Assert.Equal((0, 1), (Ledger(Open(close: 20), Context(asOf: 20.49)).OverdueDays, Ledger(Open(close: 20), Context(asOf: 20.49, zone: "Asia/Tokyo")).OverdueDays));

    [Fact]
    public void Pushes_since_the_last_meeting_are_those_after_it() =>
        Assert.Equal(1, Ledger(Moved((12, 20, 21), (13, 21, 22), (14, 22, 23))).PushesSinceLastMeeting);

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void A_default_date_that_is_set_right_is_kept_and_not_counted(int day, int pushes)
    {
        Opportunity deal = Moved((day, 20, 60)) with { Details = new OpportunityDetails { CreatedAt = Days.At(1) } };
        Slip slip = Ledger(deal);
        Assert.Equal((pushes, 40 * pushes, pushes == 1), (slip.Pushes, slip.PushedDays, Flagged(deal)));
        Expect.Items(pushes == 1 ? [] : [new GracedChange(deal.CloseDateChanges[0], Grace.SoonAfterCreation)], slip.Graced);
        Assert.Equal(Days.On(pushes == 1 ? 20 : 60), slip.FirstCloseDate);
    }

    [Fact]
    public void Thresholds_count_every_owners_pushes_and_the_habit_only_the_reps()
    {
        PersonId other = new("other");
        Opportunity deal = Moved((3, 20, 21), (12, 21, 22), (19, 22, 23));
        Observation Seen(double day, PersonId owner, int close) => new(Days.At(day), deal.Observed[0].State! with { Owner = owner, CloseDate = Days.On(close) });
        deal = deal with { Owner = Rep, Observed = [Seen(1, other, 20), Seen(5, other, 21), Seen(10, Rep, 21), Seen(20, Rep, 23)] };
        Slip slip = Assert.Single(SlipAnalysis.Ledgers(Book(deal) with { Snapshots = [Days.At(1), Days.At(5), Days.At(10), Days.At(20)] }, Context()));
        Assert.Equal((3, 2, true), (slip.Pushes, slip.OwnPushes, slip.ByCount));
    }

    [Fact]
    public void Deals_without_a_close_date_are_noted() =>
        Assert.Equal([new DataNote(DataIssue.NoCloseDates, 2)], SlipAnalysis.Of(Book(Open("O1"), Open("O2"), Open("O3", close: 25)), Context()).Notes.AsEnumerable());
}
