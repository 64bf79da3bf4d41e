namespace OneOnOne.Analysis;

/// <summary>A fiscal year, and its four quarters of three periods each: calendar months, or whole weeks.</summary>
/// <param name="FirstMonth">1 to 12; 1 is the calendar year. Of no meaning where <see cref="Weeks"/> are counted.</param>
public sealed record FiscalCalendar(int FirstMonth)
{
    public static FiscalCalendar CalendarYear { get; } = new(1);

    /// <summary>Null: periods are calendar months.</summary>
    public FiscalWeeks? Weeks { get; init; }

    public (DateOnly First, DateOnly Last) YearOf(DateOnly day) => Weeks?.YearOf(day) ?? Months(day, 12);

    public (DateOnly First, DateOnly Last) QuarterOf(DateOnly day) => Weeks?.QuarterOf(day) ?? Months(day, 3);

    public (DateOnly First, DateOnly Last) PeriodOf(DateOnly day) => Weeks?.PeriodOf(day) ?? Months(day, 1);

    private (DateOnly First, DateOnly Last) Months(DateOnly day, int length)
    {
        DateOnly first = new DateOnly(day.Year, day.Month, 1).AddMonths(-((day.Month - FirstMonth + 12) % length));
        return (first, first.AddMonths(length).AddDays(-1));
    }
}
