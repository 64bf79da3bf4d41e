using System.Collections.Immutable;

namespace OneOnOne.Calendars;

/// <summary>A country's weekend and national public holidays. See docs/calendars.md.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or a part of one of these.</param>
public sealed record CountryCalendar(string Code, string Name, ImmutableHashSet<DayOfWeek> Weekend)
{
    /// <summary>The years whose holidays are known; earlier and later ones have none. Nothing that is judged lies so far away.</summary>
    public const int FirstYear = 2000;

    public const int LastYear = 2060;

    private ImmutableSortedSet<DateOnly>? _days;

    internal ImmutableArray<HolidayRule> Rules { get; init; } = [];

    /// <summary>Every day off of all known years, weekends apart. Computed once; it does not matter who does so first.</summary>
    public ImmutableSortedSet<DateOnly> Holidays => _days ??= Compute();

    private ImmutableSortedSet<DateOnly> Compute()
    {
        // A year more on both sides: New Year's Day on a Saturday is kept in December.
        (HolidayRule Rule, DateOnly Day)[] all =
        [
            .. Enumerable.Range(FirstYear - 1, LastYear - FirstYear + 3)
                .SelectMany(year => Rules.SelectMany(rule => rule.In(year).Select(day => (Rule: rule, Day: day))))
                .OrderBy(one => one.Day),
        ];
        HashSet<DateOnly> days = [.. all.Select(one => one.Rule.Kept(one.Day))];
        foreach ((HolidayRule rule, DateOnly day) in all.Where(one => one.Rule.IsMadeUpFor(one.Day)))
        {
            DateOnly free = day.AddDays(1);
            while (Weekend.Contains(free.DayOfWeek) || days.Contains(free))
            {
                free = free.AddDays(1);
            }

            days.Add(free);
        }

        return [.. days.Where(day => day.Year is >= FirstYear and <= LastYear)];
    }
}
