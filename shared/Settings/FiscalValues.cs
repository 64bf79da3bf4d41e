using System.Globalization;
using OneOnOne.Analysis;

namespace OneOnOne.Settings;

/// <summary>How the settings of the fiscal year are written.</summary>
internal static class FiscalValues
{
    public const string Months = "Months";

    public const string Patterns = "Months, 4-4-5, 4-5-4 or 5-4-4";

    public const string Ends = "\"last Saturday of January\" or \"nearest Saturday to end of January\", with any weekday and month";

    public static CompanySettings? Pattern(CompanySettings all, string text) => text switch
    {
        _ when text.Equals(Months, StringComparison.OrdinalIgnoreCase) => all with { FiscalPattern = null },
        "4-4-5" => all with { FiscalPattern = new WeekPattern(4, 4, 5) },
        "4-5-4" => all with { FiscalPattern = new WeekPattern(4, 5, 4) },
        "5-4-4" => all with { FiscalPattern = new WeekPattern(5, 4, 4) },
        _ => null,
    };

    public static CompanySettings? EndsOn(CompanySettings all, string text) => text.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["LAST", var weekday, "OF", var month] => With(all, nearest: false, weekday, month),
        ["NEAREST", var weekday, "TO", "END", "OF", var month] => With(all, nearest: true, weekday, month),
        _ => null,
    };

    /// <exception cref="UserErrorException">One of the two is set without the other.</exception>
    public static CompanySettings Checked(CompanySettings all) => (all.FiscalPattern, all.FiscalYearEndsOn) switch
    {
        (not null, null) => throw new UserErrorException(
            $"The setting Company__FiscalPattern counts weeks, so Company__FiscalYearEndsOn must say on which day the fiscal year ends: {Ends}."),
        (null, not null) => throw new UserErrorException(
            "The setting Company__FiscalYearEndsOn is for fiscal years of whole weeks, so Company__FiscalPattern must be 4-4-5, 4-5-4 or 5-4-4."),
        _ => all,
    };

    private static CompanySettings? With(CompanySettings all, bool nearest, string weekday, string month) =>
        Values.Named<DayOfWeek>(weekday) is { } day
        && Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, name => name.Equals(month, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            ? all with { FiscalYearEndsOn = new YearEnd(nearest, day, at + 1) }
            : null;
}
