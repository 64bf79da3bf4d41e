using System.Collections.Immutable;

namespace OneOnOne.Analysis;

/// <summary>Counts working days. Weekends and holidays come in as data.</summary>
public sealed record BusinessDays(ImmutableHashSet<DayOfWeek> Weekend, ImmutableSortedSet<DateOnly> Holidays)
{
    /// <summary>Saturday and Sunday off, no holidays.</summary>
    public static BusinessDays MondayToFriday { get; } = new([DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    /// <summary>Working days after <paramref name="from"/> up to and with <paramref name="to"/>: 0 on the same day, 1 from Friday to Monday.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to <= from)
        {
            return 0;
        }

        int days = to.DayNumber - from.DayNumber;
        int weeks = days / 7;
        int working = weeks * (7 - Weekend.Count);
        for (DateOnly day = from.AddDays((weeks * 7) + 1); day <= to; day = day.AddDays(1))
        {
            working += Weekend.Contains(day.DayOfWeek) ? 0 : 1;
        }

        return working - Holidays.Count(holiday => holiday > from && holiday <= to && !Weekend.Contains(holiday.DayOfWeek));
    }
}
