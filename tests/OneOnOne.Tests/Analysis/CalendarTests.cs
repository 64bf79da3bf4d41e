using OneOnOne.Analysis;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

public sealed class CalendarTests
{
    [Theory]
    [InlineData("2026-03-06", "2026-03-06", 0)] // Friday
    [InlineData("2026-03-06", "2026-03-09", 1)] // to Monday
    [InlineData("2026-03-06", "2026-03-08", 0)] // to Sunday
    [InlineData("2026-03-02", "2026-03-16", 10)]
    [InlineData("2026-03-09", "2026-03-06", 0)]
    public void Business_days_are_counted_after_the_first_and_with_the_last(string from, string to, int expected) =>
        Assert.Equal(expected, BusinessDays.MondayToFriday.Between(Days.Date(from), Days.Date(to)));

    [Fact]
    public void Business_days_are_what_counting_day_by_day_gives()
    {
        Random random = new(7);
        for (int round = 0; round < 3_000; round++)
        {
            DayOfWeek[] weekend = [.. Enum.GetValues<DayOfWeek>().OrderBy(_ => random.Next()).Take(random.Next(0, 7))];
            DateOnly from = Days.First.AddDays(random.Next(-400, 400));
            DateOnly to = from.AddDays(random.Next(-5, 200));
            DateOnly[] holidays = [.. Enumerable.Range(0, random.Next(6)).Select(_ => from.AddDays(random.Next(-3, 120)))];
            BusinessDays days = new(weekend, holidays);
            int expected = 0;
            for (DateOnly day = from.AddDays(1); day <= to; day = day.AddDays(1))
            {
                expected += weekend.Contains(day.DayOfWeek) || holidays.Contains(day) ? 0 : 1;
            }

            Assert.True(expected == days.Between(from, to), $"round {round}: {from:O} to {to:O}, weekend {string.Join(",", weekend)}, holidays {string.Join(",", holidays)}");
        }
    }

    [Fact]
    public void A_fiscal_quarter_is_the_third_of_months_that_a_day_lies_in()
    {
        for (int first = 1; first <= 12; first++)
        {
            FiscalCalendar calendar = new(first);
            for (DateOnly day = new(2027, 7, 1); day < new DateOnly(2028, 7, 3); day = day.AddDays(1))
            {
                // Walk back to the first of a month that begins a quarter.
                DateOnly begin = day;
                while (begin.Day != 1 || !new[] { 0, 3, 6, 9 }.Any(offset => ((first - 1 + offset) % 12) + 1 == begin.Month))
                {
                    begin = begin.AddDays(-1);
                }

                Assert.Equal((begin, begin.AddMonths(3).AddDays(-1)), calendar.QuarterOf(day));
            }
        }
    }
}
