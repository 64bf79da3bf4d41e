using OneOnOne.Analysis;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

public sealed class FiscalCalendarTests
{
    /// <summary>The National Retail Federation's 4-5-4 calendar ends on the Saturday nearest to the end of January.</summary>
    private static readonly FiscalCalendar Retail = new(1) { Weeks = new FiscalWeeks(new WeekPattern(4, 5, 4), new YearEnd(Nearest: true, DayOfWeek.Saturday, 1)) };

    [Theory]
    [InlineData("2019-02-03", "2020-02-01", 52)]
    [InlineData("2020-02-02", "2021-01-30", 52)]
    [InlineData("2021-01-31", "2022-01-29", 52)]
    [InlineData("2022-01-30", "2023-01-28", 52)]
    [InlineData("2023-01-29", "2024-02-03", 53)]
    [InlineData("2024-02-04", "2025-02-01", 52)]
    [InlineData("2025-02-02", "2026-01-31", 52)]
    [InlineData("2026-02-01", "2027-01-30", 52)]
    public void The_retail_calendar_is_as_published(string first, string last, int weeks)
    {
        (DateOnly First, DateOnly Last) year = (Days.Date(first), Days.Date(last));
        Assert.Equal(weeks * 7, year.Last.DayNumber - year.First.DayNumber + 1);
        Assert.Equal((year, year), (Retail.YearOf(year.First), Retail.YearOf(year.Last)));
    }

    [Theory]
    [InlineData("2023-02-25", "2023-01-29", "2023-02-25", "2023-01-29", "2023-04-29")]
    [InlineData("2023-02-26", "2023-02-26", "2023-04-01", "2023-01-29", "2023-04-29")]
    [InlineData("2023-04-02", "2023-04-02", "2023-04-29", "2023-01-29", "2023-04-29")]
    [InlineData("2023-04-30", "2023-04-30", "2023-05-27", "2023-04-30", "2023-07-29")]
    [InlineData("2024-02-03", "2023-12-31", "2024-02-03", "2023-10-29", "2024-02-03")] // January has five weeks in a year of 53.
    public void The_retail_months_of_2023_are_as_published(string day, string first, string last, string quarter, string quarterEnd)
    {
        Assert.Equal((Days.Date(first), Days.Date(last)), Retail.PeriodOf(Days.Date(day)));
        Assert.Equal((Days.Date(quarter), Days.Date(quarterEnd)), Retail.QuarterOf(Days.Date(day)));
    }

    [Fact]
    public void Every_day_lies_where_counting_weeks_from_the_years_first_day_puts_it()
    {
        Random random = new(11);
        (int, int, int)[] patterns = [(4, 4, 5), (4, 5, 4), (5, 4, 4)];
        for (int round = 0; round < 60; round++)
        {
            (int a, int b, int c) = patterns[random.Next(3)];
            YearEnd ends = new(random.Next(2) == 0, (DayOfWeek)random.Next(7), random.Next(1, 13));
            FiscalCalendar calendar = new(1) { Weeks = new FiscalWeeks(new WeekPattern(a, b, c), ends) };
            int[] weeks = [a, b, c, a, b, c, a, b, c, a, b, c];
            DateOnly first = NaiveEnd(ends, 2018).AddDays(1);
            for (int year = 2019; year <= 2026; year++)
            {
                DateOnly last = NaiveEnd(ends, year);
                Assert.Contains(last.DayNumber - first.DayNumber + 1, new[] { 364, 371 });
                DateOnly begin = first;
                for (int period = 0; period < 12; period++)
                {
                    DateOnly end = period == 11 ? last : begin.AddDays((weeks[period] * 7) - 1);
                    DateOnly quarter = first.AddDays(period / 3 * 91);
                    for (DateOnly day = begin; day <= end; day = day.AddDays(1))
                    {
                        Assert.Equal(((begin, end), (quarter, period > 8 ? last : quarter.AddDays(90)), (first, last)), (calendar.PeriodOf(day), calendar.QuarterOf(day), calendar.YearOf(day)));
                    }

                    begin = end.AddDays(1);
                }

                first = last.AddDays(1);
            }
        }
    }

    /// <summary>Looks at every day around the month's end.</summary>
    private static DateOnly NaiveEnd(YearEnd ends, int year)
    {
        DateOnly monthEnd = new DateOnly(year, ends.Month, 1).AddMonths(1).AddDays(-1);
        return Enumerable.Range(-6, ends.Nearest ? 13 : 7).Select(offset => monthEnd.AddDays(offset))
            .Where(day => day.DayOfWeek == ends.Weekday)
            .MinBy(day => Math.Abs(day.DayNumber - monthEnd.DayNumber));
    }

    [Fact]
    public void Months_make_a_year_from_any_month_on()
    {
        FiscalCalendar july = new(7);
        Assert.Equal((Days.Date("2025-07-01"), Days.Date("2026-06-30")), july.YearOf(Days.Date("2026-06-30")));
        Assert.Equal((Days.Date("2026-07-01"), Days.Date("2027-06-30")), july.YearOf(Days.Date("2026-07-01")));
        Assert.Equal((Days.Date("2028-02-01"), Days.Date("2028-02-29")), july.PeriodOf(Days.Date("2028-02-29")));
    }
}
