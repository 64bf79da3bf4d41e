namespace OneOnOne.Analysis;

/// <summary>
/// A fiscal year of 52 weeks, or of 53 where its end would else move away from <paramref name="EndsOn"/>: the last period then has one
/// week more. Every quarter is 13 weeks, in the periods of <paramref name="Pattern"/>.
/// </summary>
public sealed record FiscalWeeks(WeekPattern Pattern, YearEnd EndsOn)
{
    private const int QuarterDays = 13 * 7;

    public (DateOnly First, DateOnly Last) YearOf(DateOnly day)
    {
        // The end that belongs to a year can lie in the first days of the next.
        int year = day.Year - 1;
        while (EndsOn.In(year) < day)
        {
            year++;
        }

        return (EndsOn.In(year - 1).AddDays(1), EndsOn.In(year));
    }

    public (DateOnly First, DateOnly Last) QuarterOf(DateOnly day)
    {
        (DateOnly first, DateOnly last) = YearOf(day);
        int quarter = Math.Min(3, (day.DayNumber - first.DayNumber) / QuarterDays);
        DateOnly begin = first.AddDays(quarter * QuarterDays);
        return (begin, quarter == 3 ? last : begin.AddDays(QuarterDays - 1));
    }

    public (DateOnly First, DateOnly Last) PeriodOf(DateOnly day)
    {
        (DateOnly first, DateOnly last) = QuarterOf(day);
        DateOnly second = first.AddDays(Pattern.First * 7);
        DateOnly third = second.AddDays(Pattern.Second * 7);
        return day < second ? (first, second.AddDays(-1)) : day < third ? (second, third.AddDays(-1)) : (third, last);
    }
}

/// <summary>Weeks of the three periods of a quarter; 13 together.</summary>
public sealed record WeekPattern(int First, int Second, int Third);

/// <summary>The day on which a fiscal year of whole weeks ends.</summary>
/// <param name="Nearest">True: the weekday nearest to the month's last day, which may lie in the next month; false: the last one in the month.</param>
public sealed record YearEnd(bool Nearest, DayOfWeek Weekday, int Month)
{
    public DateOnly In(int year)
    {
        DateOnly latest = new DateOnly(year, Month, DateTime.DaysInMonth(year, Month)).AddDays(Nearest ? 3 : 0);
        return latest.AddDays(-(((int)latest.DayOfWeek - (int)Weekday + 7) % 7));
    }
}
