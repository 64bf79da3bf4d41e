using System.Collections.Immutable;
using System.Globalization;

namespace OneOnOne.Calendars;

/// <summary>What fixes a holiday's day in a year.</summary>
internal abstract record Anchor
{
    /// <summary>Its days in a year of the Gregorian calendar: one, but for the shorter year of the Hijri calendar.</summary>
    public abstract IEnumerable<DateOnly> In(int year);
}

internal sealed record FixedDay(int Month, int Day) : Anchor
{
    public override IEnumerable<DateOnly> In(int year) => [new DateOnly(year, Month, Day)];
}

/// <param name="Nth">From 1; 0 is the last.</param>
internal sealed record NthWeekday(int Nth, DayOfWeek Weekday, int Month) : Anchor
{
    public override IEnumerable<DateOnly> In(int year)
    {
        DateOnly first = new DateOnly(year, Month, 1).From(Weekday);
        DateOnly last = new DateOnly(year, Month, DateTime.DaysInMonth(year, Month)).AddDays(-6).From(Weekday);
        return [Nth == 0 ? last : first.AddDays(7 * (Nth - 1))];
    }
}

/// <summary>The first such weekday that is the day or later.</summary>
internal sealed record WeekdayFrom(DayOfWeek Weekday, int Month, int Day) : Anchor
{
    public override IEnumerable<DateOnly> In(int year) => [new DateOnly(year, Month, Day).From(Weekday)];
}

/// <summary>The last such weekday that is earlier than the day.</summary>
internal sealed record WeekdayBefore(DayOfWeek Weekday, int Month, int Day) : Anchor
{
    public override IEnumerable<DateOnly> In(int year) => [new DateOnly(year, Month, Day).AddDays(-7).From(Weekday)];
}

internal sealed record EasterSunday(bool Orthodox) : Anchor
{
    public override IEnumerable<DateOnly> In(int year) => [Orthodox ? Easter.Orthodox(year) : Easter.Western(year)];
}

/// <summary>A day of the Hebrew calendar.</summary>
/// <param name="Month">From Nisan, 1, to Elul, 6, and back from Tishri, 7: without Adar, of which a leap year has two.</param>
internal sealed record HebrewDay(int Month, int Day) : Anchor
{
    public static ImmutableArray<string> Months { get; } = ["Nisan", "Iyar", "Sivan", "Tammuz", "Av", "Elul", "Tishri"];

    private static readonly HebrewCalendar Calendar = new();

    public override IEnumerable<DateOnly> In(int year)
    {
        // The year that begins in this autumn, and the one that ends then, whose months count back from its end.
        int begins = Calendar.GetYear(new DateTime(year, 12, 31));
        int of = Month == 7 ? begins : begins - 1;
        int month = Month == 7 ? 1 : Calendar.GetMonthsInYear(of) - 6 + Month;
        return [DateOnly.FromDateTime(Calendar.ToDateTime(of, month, Day, 0, 0, 0, 0))];
    }
}

/// <summary>A day of the Hijri calendar as Umm al-Qura computes it. Where the moon is sighted, it can be a day off.</summary>
internal sealed record HijriDay(int Month, int Day) : Anchor
{
    public static ImmutableArray<string> Months { get; } =
    [
        "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira",
        "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
    ];

    private static readonly UmAlQuraCalendar Calendar = new();

    public override IEnumerable<DateOnly> In(int year)
    {
        int last = Calendar.GetYear(new DateTime(year, 12, 31));
        return Enumerable.Range(Calendar.GetYear(new DateTime(year, 1, 1)), 2).Where(of => of <= last)
            .Select(of => DateOnly.FromDateTime(Calendar.ToDateTime(of, Month, Day, 0, 0, 0, 0)))
            .Where(day => day.Year == year);
    }
}

internal static class Weekdays
{
    public static DateOnly From(this DateOnly day, DayOfWeek weekday) => day.AddDays(((int)weekday - (int)day.DayOfWeek + 7) % 7);
}
