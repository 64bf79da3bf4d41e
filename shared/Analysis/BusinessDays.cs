using System.Collections.Immutable;
using OneOnOne.Calendars;

namespace OneOnOne.Analysis;

/// <summary>Counts working days. Weekends and holidays come in as data.</summary>
public sealed class BusinessDays(IEnumerable<DayOfWeek> weekend, IEnumerable<DateOnly> holidays)
{
    private readonly ImmutableHashSet<DayOfWeek> _weekend = [.. weekend];

    /// <summary>Ascending, and only those that would be working days.</summary>
    private readonly ImmutableArray<DateOnly> _holidays = [.. holidays.Where(day => !weekend.Contains(day.DayOfWeek)).Distinct().Order()];

    /// <summary>Saturday and Sunday off, no holidays.</summary>
    public static BusinessDays MondayToFriday { get; } = new([DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    /// <summary>The country whose public holidays are left out, by name; null where no country's are.</summary>
    public string? HolidaysOf { get; private init; }

    /// <param name="country">Null: Saturday and Sunday, no holidays.</param>
    /// <param name="weekend">What the company says instead of the country; null: it says nothing.</param>
    /// <param name="further">Holidays of the company, beside the country's.</param>
    public static BusinessDays Of(CountryCalendar? country, IReadOnlySet<DayOfWeek>? weekend, IEnumerable<DateOnly> further) =>
        new(weekend ?? country?.Weekend ?? MondayToFriday._weekend, further.Concat(country?.Holidays ?? [])) { HolidaysOf = country?.Name };

    /// <summary>Working days after <paramref name="from"/> up to and with <paramref name="to"/>: 0 on the same day, 1 from Friday to Monday.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to <= from)
        {
            return 0;
        }

        int days = to.DayNumber - from.DayNumber;
        int weeks = days / 7;
        int working = weeks * (7 - _weekend.Count);
        for (DateOnly day = from.AddDays((weeks * 7) + 1); day <= to; day = day.AddDays(1))
        {
            working += _weekend.Contains(day.DayOfWeek) ? 0 : 1;
        }

        return working - (HolidaysTo(to) - HolidaysTo(from));
    }

    public bool Contains(DateOnly day) => Between(day.AddDays(-1), day) == 1;

    private int HolidaysTo(DateOnly day) => _holidays.BinarySearch(day) is var at && at >= 0 ? at + 1 : ~at;
}
