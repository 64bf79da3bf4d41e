namespace OneOnOne.Analysis;

/// <summary>Fiscal quarters of three calendar months each, in a year that starts with any month.</summary>
/// <param name="FirstMonth">1 to 12; 1 is the calendar year.</param>
public sealed record FiscalCalendar(int FirstMonth)
{
    public static FiscalCalendar CalendarYear { get; } = new(1);

    public (DateOnly First, DateOnly Last) QuarterOf(DateOnly day)
    {
        int monthsIn = (day.Month - FirstMonth + 12) % 3;
        DateOnly first = new DateOnly(day.Year, day.Month, 1).AddMonths(-monthsIn);
        return (first, first.AddMonths(3).AddDays(-1));
    }
}
