using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

/// <summary>All of a rep's activity stops at once: the feed is down or the rep is away, and their deals are not all stalled.</summary>
public sealed class SilenceTests
{
    /// <summary>Something on every weekday from <paramref name="from"/> to <paramref name="to"/>, and nothing after it.</summary>
    private static RepBook Working(int from, int to, params Opportunity[] open) => Book(open) with
    {
        Head = new BookHead(Rep)
        {
            Activities = [.. Enumerable.Range(from, to - from + 1).Select(Days.On).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => new ActivityDay(day, ActivityKind.Call, 3))],
        },
    };

    private static Opportunity Deal(string id, double last) => Quiet(last) with { Id = new OpportunityId(id) };

    private static string[] Ids(PartResult result) => [.. result.Findings.Select(finding => finding.Opportunity.Id.Value)];

    /// <summary>The last activity of all is on Friday, day 6; day 20 is ten business days later.</summary>
    [Fact]
    public void What_stalled_before_the_silence_stays_and_the_rest_is_one_note()
    {
        RepBook book = Working(-60, 6, Deal("before", -9), Deal("since", 3), Deal("later", 6));
        PartResult result = StallAnalysis.Of(book, Context());
        Assert.Equal(["before"], Ids(result));
        Assert.Equal(new DataNote(DataIssue.ActivityStopped, 2) { Since = Days.On(6) }, Assert.Single(result.Notes));
        Stall stall = Assert.IsType<Stall>(result.Findings[0]);
        Assert.Equal((true, 21), (stall.WithoutActivity, stall.IdleBusinessDays)); // Counted to today all the same.
    }

    [Fact]
    public void A_deal_that_goes_back_is_told_of_and_not_called_quiet()
    {
        Opportunity back = Deal("back", 5) with
        {
            StageEntries = [new StageEntry("Negotiation", Days.At(-20)), new StageEntry("Proposal", Days.At(10))],
            CloseDateChanges = [new CloseDateChange(Days.At(11), Days.On(30), Days.On(60))],
            Observed = [new Observation(Days.At(1), new ObservedState(Rep, "Negotiation", Outcome.Open, Days.On(30), null)), new Observation(Days.At(20), new ObservedState(Rep, "Proposal", Outcome.Open, Days.On(60), null))],
        };
        Stall stall = Assert.IsType<Stall>(Assert.Single(StallAnalysis.Of(Working(-60, 6, back), Context()).Findings));
        Assert.Equal((false, true), (stall.WithoutActivity, stall.GoesBack));
    }

    [Theory]
    [InlineData(-60, 6, true)] // Ten business days without anything.
    [InlineData(-60, 10, true)] // Eight.
    [InlineData(-60, 11, false)] // Seven: a week off.
    [InlineData(-20, 6, true)] // Twenty business days of history are enough,
    [InlineData(-18, 6, false)] // nineteen are not.
    public void It_takes_a_history_and_a_silence_longer_than_chance(int from, int to, bool stopped) =>
        Assert.Equal(stopped, StallAnalysis.Of(Working(from, to, Deal("a", to)), Context()).Notes.Any(note => note.Issue == DataIssue.ActivityStopped));

    [Fact]
    public void A_stretch_of_holidays_is_no_silence()
    {
        AnalysisContext context = Context() with { BusinessDays = new BusinessDays([DayOfWeek.Saturday, DayOfWeek.Sunday], Enumerable.Range(9, 5).Select(Days.On)) };
        Assert.Empty(StallAnalysis.Of(Working(-60, 6, Deal("a", 6)), context).Notes);
    }

    [Fact]
    public void Somebody_who_works_on_one_day_a_week_is_not_silent_after_two()
    {
        RepBook book = Book(Deal("a", 6)) with { Head = new BookHead(Rep) { Activities = [.. Enumerable.Range(0, 10).Reverse().Select(week => new ActivityDay(Days.On(6 - (7 * week)), ActivityKind.Call, 40))] } };
        PartResult result = StallAnalysis.Of(book, Context());
        Assert.Empty(result.Notes);
        Assert.Equal(["a"], Ids(result));
    }

    [Fact]
    public void One_deal_that_is_still_worked_on_breaks_the_silence()
    {
        RepBook book = Working(-60, 6, Deal("since", 3));
        book = book with { Head = book.Head with { Activities = book.Head.Activities.Add(new ActivityDay(Days.On(19), ActivityKind.Email, 1)) } };
        Assert.Equal(["since"], Ids(StallAnalysis.Of(book, Context())));
    }

    [Fact]
    public void A_week_in_silence_is_not_called_low()
    {
        RepBook book = Working(-60, 6);
        ActivityMetric calls = ActivityMetrics.Of(book, Context())[0];
        Assert.Equal((0, 0, null), (calls.LastWeek, calls.BusinessDays, calls.Pace));
    }

    /// <summary>Whoever works on nine days of ten is away for eight at once less than one time in a thousand.</summary>
    [Fact]
    public void It_is_what_multiplying_day_by_day_gives()
    {
        for (int silent = 0; silent <= 15; silent++)
        {
            // P(none in the next day) of each day in turn, the rate being learned from the days before it.
            int watched = 40;
            double none = Enumerable.Range(0, silent).Aggregate(1.0, (share, day) => share * Math.Pow((double)(watched + day) / (watched + day + 1), 36.5));
            Opportunity deal = Deal("a", 20 - silent);
            AnalysisContext everyDay = Context() with { BusinessDays = new BusinessDays([], []) };
            RepBook book = Book(deal) with { Head = new BookHead(Rep) { Activities = [.. Enumerable.Range(20 - silent - 39, 40).Where(day => (20 - silent - day) % 10 != 5).Select(day => new ActivityDay(Days.On(day), ActivityKind.Call, 1))] } };
            Assert.Equal(none <= 0.001, StallAnalysis.Of(book, everyDay).Notes.Any(note => note.Issue == DataIssue.ActivityStopped));
        }
    }
}
