using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

/// <summary>Activity, quota and movement: the numbers that open the conversation.</summary>
public sealed class MetricsTests
{
    private static BookHead Head(params (int Day, int Count)[] calls) =>
        new(Rep) { Activities = [.. calls.OrderBy(call => call.Day).Select(call => new ActivityDay(Days.On(call.Day), ActivityKind.Call, call.Count))] };

    private static System.Collections.Immutable.ImmutableArray<ActivityMetric> Metrics(BookHead head, AnalysisContext? context = null) =>
        ActivityMetrics.Of(Book() with { Head = head }, context ?? Context());

    [Theory]
    [InlineData(20, 1)]
    [InlineData(14, 1)] // The seventh day back is still in.
    [InlineData(13, 0)]
    [InlineData(21, 0)]
    public void The_last_week_is_seven_days_with_today(int day, int expected) =>
        Assert.Equal(expected, Metrics(Head((day, 1)))[0].LastWeek);

    [Theory]
    [InlineData(-14, 4, 2.0)] // From here to day 13 it is exactly four weeks.
    [InlineData(-13, 3, null)]
    [InlineData(-42, 8, 1.0)]
    [InlineData(-43, 8, 0.0)] // More than eight weeks before: not in the mean.
    public void A_trend_needs_four_whole_weeks_and_takes_eight(int first, int weeks, double? typical)
    {
        ActivityMetric calls = Metrics(Head((first, 8)))[0];
        Assert.Equal((weeks, typical), (calls.WeeksBehindTypical, calls.Typical));
    }

    [Fact]
    public void Without_activities_there_is_no_metric_and_else_there_are_three()
    {
        Assert.Empty(Metrics(Head()));
        Assert.Equal([ActivityKind.Call, ActivityKind.Email, ActivityKind.Meeting], Metrics(Head((20, 1))).Select(metric => metric.Kind));
    }

    private static ClosedOpportunity Closed(string id, DateTimeOffset at, decimal amount = 10, string currency = "EUR", Outcome outcome = Outcome.Won, double created = -50) =>
        new(new OpportunityId(id), null, null, new Money(amount, currency), outcome, at, Days.At(created));

    private static QuotaAttainment Attainment(AnalysisContext context, ClosedOpportunity[] closed, params Opportunity[] open)
    {
        RepBook book = Book(open);
        book = book with { Head = book.Head with { Closed = [.. closed] } };
        return Assert.Single(QuotaAttainment.Of([new Quota(Days.On(1), Days.On(31), new Money(100, "EUR")), new Quota(Days.On(32), Days.On(60), new Money(9, "EUR"))], book, context));
    }

    [Fact]
    public void Currencies_are_never_added_up() =>
        Assert.Equal(
            new QuotaAttainment(Days.On(1), Days.On(31), new Money(100, "EUR"), 40, 2, 5, 2, 2),
            Attainment(
                Context(),
                [Closed("a", Days.At(5), 40), Closed("b", Days.At(6), 1_000, "USD"), Closed("c", Days.At(7), 7, outcome: Outcome.Lost)],
                Open("O1", close: 31, amount: new Money(5, "EUR")), Open("O2", close: 25, amount: new Money(6, "USD")), Open("O3", close: 32, amount: new Money(9, "EUR")), Open("O4", amount: new Money(9, "EUR"))) with
            { Outlook = null });

    [Theory]
    [InlineData("UTC", "2026-03-01T00:00Z", 10)]
    [InlineData("UTC", "2026-02-28T23:59Z", 0)]
    [InlineData("America/New_York", "2026-03-01T04:59Z", 0)] // Still 28 February there.
    [InlineData("America/New_York", "2026-03-01T05:00Z", 10)]
    [InlineData("Asia/Tokyo", "2026-02-28T15:00Z", 10)]
    public void A_period_begins_with_the_local_day(string zone, string closedAt, int expected) =>
        Assert.Equal(expected, Attainment(Context(zone: zone), [Closed("a", Days.Utc(closedAt))]).Closed);

    [Fact]
    public void What_closed_after_the_as_of_instant_has_not_closed_yet() => Assert.Equal(0, Attainment(Context(), [Closed("a", Days.At(20.5))]).Closed);

    [Fact]
    public void Attained_and_remaining_do_not_divide_by_zero_or_go_below_it()
    {
        QuotaAttainment over = Attainment(Context(), [Closed("a", Days.At(5), 150)]);
        Assert.Equal((1.5m, 0m), (over.Attained, over.Remaining));
        Assert.Null((over with { Target = new Money(0, "EUR") }).Attained);
    }

    private static Movement Move(params Opportunity[] open) => Movement.Of(Book(open), Context());

    private static Opportunity Seen20(Opportunity deal) => deal with { Observed = [deal.Observed[0] with { At = Days.At(20) }] };

    private static Opportunity Path(params (string Stage, double Day)[] stages) =>
        Seen20(Open(stage: stages[^1].Stage)) with { StageEntries = [.. stages.Select(stage => new StageEntry(stage.Stage, Days.At(stage.Day)))] };

    [Fact]
    public void A_move_is_told_from_the_stage_of_the_last_meeting()
    {
        StageMove move = Assert.Single(Move(Path(("Discovery", 1), ("Proposal", 14), ("Negotiation", 16))).Moved);
        Assert.Equal(("Discovery", "Negotiation", StageDirection.Forward), (move.From, move.To, move.Direction));
        Assert.Equal(StageDirection.Back, Assert.Single(Move(Path(("Negotiation", 1), ("Proposal", 14))).Moved).Direction);
        Assert.Equal(StageDirection.Unknown, Assert.Single(Move(Path(("Somewhere", 1), ("Proposal", 14))).Moved).Direction);
    }

    [Fact]
    public void In_the_same_stage_as_at_the_last_meeting_is_unmoved_even_by_way_of_another()
    {
        Movement movement = Move(Path(("Proposal", 1), ("Negotiation", 14), ("Proposal", 16)));
        Assert.Equal((0, 1), (movement.Moved.Length, movement.Unmoved));
    }

    [Fact]
    public void Created_since_the_last_meeting_is_new_and_not_moved()
    {
        Movement movement = Move(Path(("Discovery", 14), ("Proposal", 16)) with { Details = new OpportunityDetails { CreatedAt = Days.At(14) } });
        Assert.Equal((1, 0, 0), (movement.New.Length, movement.Moved.Length, movement.Unmoved));
    }

    [Fact]
    public void Won_and_lost_are_those_since_the_last_meeting_and_fast_is_half_the_usual_time()
    {
        RepBook book = Book();
        book = book with
        {
            Head = book.Head with
            {
                Closed =
                [
                    Closed("old", Days.At(10), created: -90), Closed("at", Days.At(13), created: -87), Closed("slow", Days.At(14), created: -86), Closed("fast", Days.At(15), created: -35),
                    Closed("lost", Days.At(16), outcome: Outcome.Lost, created: 15), Closed("w5", Days.At(17), created: -83), Closed("later", Days.At(21), created: -79),
                ],
            },
        };
        Movement movement = Movement.Of(book, Context());
        Assert.Equal("slow fast w5", string.Join(' ', movement.Won.Select(one => one.Id)));
        Assert.Equal("lost", string.Join(' ', movement.Lost.Select(one => one.Id)));
        FastWin fast = Assert.Single(movement.FastWins);
        Assert.Equal(("fast", 50, 100.0, 6), (fast.Opportunity.Id.Value, fast.Days, fast.UsualDays, fast.Wins));
    }
}
