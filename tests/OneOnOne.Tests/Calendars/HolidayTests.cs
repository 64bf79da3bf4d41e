using System.Globalization;
using OneOnOne.Calendars;

namespace OneOnOne.Tests.Calendars;

/// <summary>Whole years, as the countries announced them (Eid as Umm al-Qura computes it): the days off that would else be working days.</summary>
public sealed class HolidayTests
{
    [Theory]
    [InlineData("US", 2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25")] // 4 July on a Saturday; no Juneteenth yet.
    [InlineData("US", 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")] // New Year's Day of 2022 in December.
    [InlineData("US", 2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26")]
    [InlineData("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData("CA", 2026, "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25 12-28")]
    [InlineData("GB", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData("GB", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")] // Christmas on a Saturday.
    [InlineData("GB", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")] // Christmas on a Sunday.
    [InlineData("GB", 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData("GB-SCT", 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27")]
    [InlineData("GB-NIR", 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26")]
    [InlineData("IE", 2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25")]
    [InlineData("DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 12-25")]
    [InlineData("AT", 2025, "01-01 01-06 04-21 05-01 05-29 06-09 06-19 08-15 12-08 12-25 12-26")]
    [InlineData("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25")]
    [InlineData("DK", 2023, "04-06 04-07 04-10 05-05 05-18 05-29 12-25 12-26")] // The last Great Prayer Day.
    [InlineData("DK", 2024, "01-01 03-28 03-29 04-01 05-09 05-20 12-25 12-26")]
    [InlineData("SE", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31")]
    [InlineData("PL", 2025, "01-01 01-06 04-21 05-01 06-19 08-15 11-11 12-24 12-25 12-26")]
    [InlineData("RO", 2025, "01-01 01-02 01-06 01-07 01-24 04-18 04-21 05-01 06-09 08-15 12-01 12-25 12-26")] // Both Easters on one day,
    [InlineData("RO", 2024, "01-01 01-02 01-24 05-01 05-03 05-06 06-24 08-15 12-25 12-26")] // and five weeks apart.
    [InlineData("AU", 2022, "01-03 01-26 04-15 04-18 04-25 09-22 12-26 12-27")]
    [InlineData("NZ", 2022, "01-03 01-04 02-07 04-15 04-18 04-25 06-06 06-24 09-26 10-24 12-26 12-27")]
    [InlineData("JP", 2021, "01-01 01-11 02-11 02-23 04-29 05-03 05-04 05-05 07-22 07-23 08-09 09-20 09-23 11-03 11-23")] // The year of the games.
    [InlineData("JP", 2026, "01-01 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23")]
    [InlineData("ZA", 2022, "03-21 04-15 04-18 04-27 05-02 06-16 08-09 12-16 12-26 12-27")]
    [InlineData("MX", 2024, "01-01 02-05 03-18 05-01 09-16 10-01 11-18 12-25")]
    [InlineData("BR", 2024, "01-01 03-29 05-01 11-15 11-20 12-25")]
    [InlineData("SG", 2023, "01-02 01-23 01-24 04-07 05-01 06-02 06-29 08-09 09-01 11-13 12-25")]
    [InlineData("IN", 2026, "01-26 10-02")]
    [InlineData("IL", 2024, "04-23 04-29 05-14 06-12 10-03 10-17 10-24")] // A leap year of the Hebrew calendar; Independence Day put off from a Monday.
    [InlineData("IL", 2025, "04-13 05-01 06-02 09-23 09-24 10-02 10-07 10-14")] // And brought forward from a Saturday.
    [InlineData("SA", 2024, "02-22 04-09 04-10 04-11 06-16 06-17 06-18 09-23")] // Friday and Saturday are the weekend.
    [InlineData("AE", 2024, "01-01 04-10 04-11 04-12 06-17 06-18 12-02 12-03")]
    public void A_years_holidays_are_those_that_were_announced(string code, int year, string days) => Assert.Equal(
        days,
        string.Join(' ', WorkingDaysOff(code, year).Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture))));

    [Fact]
    public void A_country_is_found_in_any_case_and_an_unknown_one_is_not_made_up()
    {
        Assert.Equal(("Germany", "GB-SCT"), (Countries.Find("de")?.Name, Countries.Normal("gb-sct")));
        Assert.Null(Countries.Find("KR"));
        Assert.Equal("KR", Countries.Normal("kr")); // It may be a country; it has no calendar here.
        Assert.All(new[] { "DEU", "D", "", "D1", "Germany", "GB-ENG" }, code => Assert.Null(Countries.Normal(code)));
    }

    [Fact]
    public void Every_country_has_days_off_in_every_year_that_is_known()
    {
        Assert.Equal(35, Countries.All.Count());
        foreach (CountryCalendar country in Countries.All)
        {
            for (int year = CountryCalendar.FirstYear; year <= CountryCalendar.LastYear; year++)
            {
                Assert.InRange(country.Holidays.Count(day => day.Year == year), 2, 22);
            }
        }
    }

    [Theory]
    [InlineData("30 Foo: Nothing")]
    [InlineData("1 Jan, Sat sometimes: New Year's Day")]
    [InlineData("5th Mon Jan: Nothing")]
    [InlineData("1 Jan New Year's Day")]
    [InlineData("1 Jan, 20x6: New Year's Day")]
    [InlineData("weekend Sat Sunday")]
    public void A_line_that_nobody_can_read_is_an_error(string line) =>
        Assert.Contains(line, Assert.Throws<InvalidOperationException>(() => CalendarText.Read("XX Nowhere\n" + line).ToArray()).Message, StringComparison.Ordinal);

    private static IEnumerable<DateOnly> WorkingDaysOff(string code, int year)
    {
        CountryCalendar country = Countries.Find(code)!;
        return country.Holidays.Where(day => day.Year == year && !country.Weekend.Contains(day.DayOfWeek));
    }
}
