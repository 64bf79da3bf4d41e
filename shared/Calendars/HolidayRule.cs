using System.Collections.Immutable;

namespace OneOnOne.Calendars;

/// <summary>One line of countries.txt.</summary>
/// <param name="Plus">Days after the anchor.</param>
/// <param name="Moves">By the weekday that it falls on, how many days away it is kept instead; null: the next day that is free is off as well.</param>
/// <param name="Years">First and last; empty: all.</param>
internal sealed record HolidayRule(
    Anchor Anchor, int Plus, ImmutableDictionary<DayOfWeek, int?> Moves, ImmutableArray<(int First, int Last)> Years, string Name)
{
    /// <summary>Before anything is moved.</summary>
    public IEnumerable<DateOnly> In(int year) =>
        Years.IsEmpty || Years.Any(span => span.First <= year && year <= span.Last) ? Anchor.In(year).Select(day => day.AddDays(Plus)) : [];

    public DateOnly Kept(DateOnly day) => Moves.GetValueOrDefault(day.DayOfWeek) is { } days ? day.AddDays(days) : day;

    public bool IsMadeUpFor(DateOnly day) => Moves.TryGetValue(day.DayOfWeek, out int? days) && days is null;
}
