using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class StallAnalysisTests
{
    private static Stall? Judge(Opportunity deal, Thresholds? thresholds = null, double asOf = 20) =>
        StallAnalysis.Of(Book(deal), Context(asOf, thresholds: thresholds)).Findings.OfType<Stall>().SingleOrDefault();

    /// <summary>Day 20 is a Friday.</summary>
    [Theory]
    [InlineData(6, 10, true)]
    [InlineData(7, 10, true)] // Saturday: the same ten working days follow.
    [InlineData(9, 9, false)]
    [InlineData(20, 0, false)]
    [InlineData(25, 0, false)]
    public void Ten_business_days_without_activity_are_a_stall(int last, int idle, bool expected)
    {
        Stall stall = Judge(Quiet(last))!; // Nothing is booked, so there is a finding anyway.
        Assert.Equal((idle, expected, true), (stall.IdleBusinessDays, stall.WithoutActivity, stall.WithoutNextActivity));
    }

    [Theory]
    [InlineData(21, false, false)]
    [InlineData(20, false, false)] // At the as-of instant itself it is still to come.
    [InlineData(19, false, true)] // It has passed, and nobody says that it took place.
    [InlineData(21, true, true)]
    public void A_booked_activity_excuses_quiet_unless_the_admin_says_not(int booked, bool despite, bool expected) =>
        Assert.Equal(expected, Judge(Quiet(2, booked), new Thresholds { StallDespiteNextActivity = despite })?.WithoutActivity == true);

    [Fact]
    public void Nothing_booked_is_a_finding_of_its_own_until_switched_off()
    {
        Assert.True(Judge(Quiet(19)) is { WithoutActivity: false, WithoutNextActivity: true });
        Assert.Null(Judge(Quiet(19), new Thresholds { StallWithoutNextActivity = false }));
    }

    [Fact]
    public void The_next_activity_is_the_soonest_that_lies_ahead() => Assert.Equal(Days.At(22), Judge(Quiet(2, 19, 22, 30), new Thresholds { StallDespiteNextActivity = true })!.NextActivity);

    [Fact]
    public void Without_any_activity_the_count_starts_at_the_creation_and_else_when_it_was_seen()
    {
        Opportunity never = Open() with { Details = new OpportunityDetails { CreatedAt = Days.At(4) } };
        Assert.Equal((Days.At(4), null), (Judge(never)!.CountedFrom, Judge(never)!.LastActivity));
        Assert.Equal(Days.At(1), Judge(never with { Details = new OpportunityDetails() })!.CountedFrom);
    }

    [Fact]
    public void An_export_without_activities_stalls_nothing()
    {
        RepBook book = Book(Open("O1"), Open("O2"));
        book = book with { Snapshot = book.Snapshot with { Sections = [Section.Opportunities] } };
        Expect.Same(new PartResult(AnalysisPart.Stalls, "s", [], [new DataNote(DataIssue.NoActivities, 2)]), StallAnalysis.Of(book, Context()));
    }

    [Fact]
    public void Where_no_bookings_are_kept_a_missing_one_says_nothing()
    {
        RepBook book = Book(Quiet(19));
        book = book with { Snapshot = book.Snapshot with { HasBookedActivities = false } };
        Expect.Same(new PartResult(AnalysisPart.Stalls, "s", [], [new DataNote(DataIssue.NoBookedActivities, 1)]), StallAnalysis.Of(book, Context()));
    }

    [Fact]
    public void Effort_is_counted_in_two_windows_of_four_weeks()
    {
        Opportunity deal = Quiet(1) with
        {
            Activities = [.. new[] { -36, -35, -8, -7, 20, 21 }.Select(day => new ActivityDay(Days.On(day), ActivityKind.Call, 1))],
        };
        Assert.Equal((2, 2), (Judge(deal)!.EffortNow, Judge(deal)!.EffortBefore)); // 20 and -7; -8 and -35.
    }
}
