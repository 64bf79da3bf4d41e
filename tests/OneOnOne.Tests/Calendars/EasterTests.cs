using System.Globalization;
using OneOnOne.Calendars;

namespace OneOnOne.Tests.Calendars;

/// <summary>Against the church's own procedure: the Sunday after the full moon of a table, looked for day by day.</summary>
public sealed class EasterTests
{
    [Fact]
    public void Western_easter_is_the_sunday_after_the_paschal_full_moon()
    {
        for (int year = 1900; year <= 2199; year++)
        {
            // The epact by Lilius, with the two exceptions of the table.
            int golden = (year % 19) + 1;
            int century = (year / 100) + 1;
            int epact = ((11 * golden) + 20 + ((((8 * century) + 5) / 25) - 5) - ((3 * century / 4) - 12)) % 30;
            epact = (epact + 30) % 30;
            epact += (epact == 25 && golden > 11) || epact == 24 ? 1 : 0;
            DateOnly moon = new DateOnly(year, 3, 1).AddDays(44 - epact - 1 + (44 - epact < 21 ? 30 : 0));
            Assert.Equal(SundayAfter(moon), Easter.Western(year));
        }
    }

    [Fact]
    public void Orthodox_easter_is_reckoned_in_the_julian_calendar()
    {
        JulianCalendar julian = new();
        for (int year = 1900; year <= 2099; year++)
        {
            DateOnly moon = DateOnly.FromDateTime(julian.ToDateTime(year, 3, 21, 0, 0, 0, 0)).AddDays(((19 * (year % 19)) + 15) % 30);
            Assert.Equal(SundayAfter(moon), Easter.Orthodox(year));
        }
    }

    private static DateOnly SundayAfter(DateOnly moon)
    {
        DateOnly day = moon.AddDays(1);
        while (day.DayOfWeek != DayOfWeek.Sunday)
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
