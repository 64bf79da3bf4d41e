using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

/// <summary>Slowing or picking up is said only where chance hardly explains it.</summary>
public sealed class PaceTests
{
    [Theory]
    [InlineData(3, 5, 32, 40, null)] // Four a week are usual: three are no news,
    [InlineData(1, 5, 32, 40, null)] // nor is one,
    [InlineData(0, 5, 32, 40, Pace.Slower)] // but none is.
    [InlineData(0, 2, 32, 40, null)] // Not after two days.
    [InlineData(2, 20, 9, 20, Pace.Slower)]
    [InlineData(4, 20, 9, 20, null)]
    [InlineData(9, 20, 2, 20, Pace.Faster)]
    [InlineData(9, 20, 2, 5, null)] // Two in a deal's first week are as many.
    [InlineData(0, 0, 9, 20, null)]
    [InlineData(9, 20, 0, 0, null)]
    public void A_count_is_judged_by_the_rate_before_it_and_by_its_days(int count, int days, int before, int daysBefore, Pace? expected) =>
        Assert.Equal(expected, Paces.Of(count, days, before, daysBefore));

    [Fact]
    public void It_is_what_adding_up_the_negative_binomial_term_by_term_gives()
    {
        Random random = new(5);
        for (int round = 0; round < 2_000; round++)
        {
            (int count, int days, int before, int daysBefore) = (random.Next(30), random.Next(1, 25), random.Next(40), random.Next(1, 45));
            double share = (double)daysBefore / (daysBefore + days);
            double term = Math.Pow(share, before + 0.5);
            double below = 0;
            for (int k = 0; k < count; k++)
            {
                below += term;
                term *= (before + 0.5 + k) / (k + 1) * (1 - share);
            }

            Pace? expected = below + term <= 0.05 ? Pace.Slower : 1 - below <= 0.05 ? Pace.Faster : null;
            Assert.True(expected == Paces.Of(count, days, before, daysBefore), $"{count} in {days} after {before} in {daysBefore}: {expected}");
        }
    }

    /// <summary>Where nothing changed, it is said at most as often as it claims: one time in twenty for each side.</summary>
    [Fact]
    public void Two_windows_of_one_rate_are_hardly_ever_told_apart()
    {
        Random random = new(17);
        int[] said = new int[2];
        const int Rounds = 20_000;
        for (int round = 0; round < Rounds; round++)
        {
            double rate = 0.1 + random.NextDouble();
            if (Paces.Of(Poisson(random, rate * 20), 20, Poisson(random, rate * 20), 20) is { } pace)
            {
                said[(int)pace]++;
            }
        }

        Assert.All(said, times => Assert.InRange(times, Rounds / 200, (int)(0.055 * Rounds)));
    }

    private static int Poisson(Random random, double mean)
    {
        int count = -1;
        for (double left = mean; left > 0; left += Math.Log(1 - random.NextDouble()))
        {
            count++;
        }

        return count;
    }

    private static Opportunity Worked(params (int From, int To)[] daily) => Quiet(1) with
    {
        Details = new OpportunityDetails { CreatedAt = Days.At(-60) },
        Activities = [.. daily.SelectMany(span => Enumerable.Range(span.From, span.To - span.From + 1)).Select(day => new ActivityDay(Days.On(day), ActivityKind.Call, 1))],
    };

    private static Stall Judge(Opportunity deal, AnalysisContext context, int firstKnown = -60, int lastKnown = 20) => Assert.IsType<Stall>(Assert.Single(StallAnalysis.Of(
        Book(deal) with { Head = new BookHead(Rep) { Activities = [.. Enumerable.Range(firstKnown, lastKnown - firstKnown + 1).Select(day => new ActivityDay(Days.On(day), ActivityKind.Email, 1))] } }, context).Findings));

    /// <summary>Day 20 is a Friday: four weeks back to -7, four more to -35.</summary>
    [Fact]
    public void A_deals_windows_are_counted_in_business_days()
    {
        Stall stall = Judge(Worked((-30, -20), (19, 20)), Context());
        Assert.Equal((2, 20, 11, 20, Pace.Slower), (stall.EffortNow, stall.EffortDaysNow, stall.EffortBefore, stall.EffortDaysBefore, stall.Pace));
    }

    [Fact]
    public void Holidays_make_a_window_shorter_and_the_decline_smaller()
    {
        AnalysisContext holidays = Context() with { BusinessDays = new BusinessDays([DayOfWeek.Saturday, DayOfWeek.Sunday], Enumerable.Range(-6, 21).Select(Days.On)) };
        Stall stall = Judge(Worked((-30, -20), (19, 20)), holidays);
        Assert.Equal((5, 20, null), (stall.EffortDaysNow, stall.EffortDaysBefore, stall.Pace));
    }

    [Fact]
    public void The_window_before_begins_with_the_deal()
    {
        Opportunity young = Worked((-12, -8), (0, 15)) with { Details = new OpportunityDetails { CreatedAt = Days.At(-12) } };
        Stall stall = Judge(young, Context());
        Assert.Equal((16, 20, 5, 5, null), (stall.EffortNow, stall.EffortDaysNow, stall.EffortBefore, stall.EffortDaysBefore, stall.Pace)); // -12 is a Monday, and that window ends on -8, a Friday.
    }

    [Fact]
    public void The_window_before_begins_with_what_the_CRM_told_us()
    {
        Stall stall = Judge(Worked((5, 20)), Context(), firstKnown: -5);
        Assert.Equal((0, null), (stall.EffortDaysBefore, stall.Pace)); // Else everybody would pick up when an export begins.
    }

    [Fact]
    public void Days_that_the_snapshot_cannot_tell_of_are_none()
    {
        AnalysisContext tuesday = Context(asOf: 24);
        Assert.Equal(18, Judge(Worked((-30, -20)), tuesday).EffortDaysNow); // It was taken at noon on Friday, day 20.
    }
}
