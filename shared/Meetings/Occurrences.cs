namespace OneOnOne.Meetings;

/// <summary>Unrolls a series into dated meetings. Pure: the window comes in as instants.</summary>
public static class Occurrences
{
    /// <summary>A moved occurrence may leave its own week; nobody moves a one-on-one by more than this.</summary>
    private const int FarthestMoveDays = 62;

    /// <summary>The meetings that start at or after <paramref name="from"/> and before <paramref name="to"/>, in time order, without cancelled ones.</summary>
    public static IReadOnlyList<Occurrence> Between(MeetingSeries series, DateTimeOffset from, DateTimeOffset to)
    {
        DateOnly first = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-FarthestMoveDays);
        DateOnly last = DateOnly.FromDateTime(to.UtcDateTime).AddDays(FarthestMoveDays);
        List<Occurrence> found = [];
        foreach (DateOnly on in Dates(series, first, last))
        {
            if (At(series, on) is { } occurrence && occurrence.StartsAt >= from && occurrence.StartsAt < to)
            {
                found.Add(occurrence);
            }
        }

        found.Sort((a, b) => a.StartsAt != b.StartsAt ? a.StartsAt.CompareTo(b.StartsAt) : a.On.CompareTo(b.On));
        return found;
    }

    /// <summary>The last meeting that started before <paramref name="before"/>; null when there was none.</summary>
    public static Occurrence? Previous(MeetingSeries series, DateTimeOffset before)
    {
        // One cancelled monthly meeting leaves a gap of nine weeks, and two of them more.
        DateTimeOffset first = TimeZones.ToUtc(series.TimeZone, series.FirstOn, default).AddDays(-FarthestMoveDays);
        int days = FarthestMoveDays;
        while (true)
        {
            DateTimeOffset from = before.AddDays(-days);
            IReadOnlyList<Occurrence> earlier = Between(series, from, before);
            if (earlier.Count > 0 || from <= first)
            {
                return earlier.Count == 0 ? null : earlier[^1];
            }

            days *= 2;
        }
    }

    /// <summary>The meeting of this date of the series' rhythm; null where it is cancelled, or the series has none then.</summary>
    public static Occurrence? On(MeetingSeries series, DateOnly on) => Dates(series, on, on).Any() ? At(series, on) : null;

    /// <returns>Why the meeting of this date is cancelled, empty where no cause was given; null where it is not.</returns>
    public static string? Cancellation(MeetingSeries series, DateOnly on) => series.Changes.FirstOrDefault(change => change.On == on) is { MovedTo: null } change ? change.Cause ?? "" : null;

    private static Occurrence? At(MeetingSeries series, DateOnly on)
    {
        MeetingChange? change = series.Changes.FirstOrDefault(candidate => candidate.On == on);
        return change switch
        {
            null => new Occurrence(series, on, TimeZones.ToUtc(series.TimeZone, on, series.At)),
            { MovedTo: { } moved } => new Occurrence(series, on, TimeZones.ToUtc(series.TimeZone, DateOnly.FromDateTime(moved), TimeOnly.FromDateTime(moved))) { Moved = change },
            _ => null,
        };
    }

    private static IEnumerable<DateOnly> Dates(MeetingSeries series, DateOnly first, DateOnly last) => series.Cadence switch
    {
        Cadence.Weekly => EveryDays(series.FirstOn, 7, first, last),
        Cadence.Fortnightly => EveryDays(series.FirstOn, 14, first, last),
        Cadence.Monthly => EveryMonth(series.FirstOn, first, last),
        _ => throw new InvalidOperationException($"A cadence without a rule: {series.Cadence}"),
    };

    private static IEnumerable<DateOnly> EveryDays(DateOnly start, int step, DateOnly first, DateOnly last)
    {
        int behind = Math.Max(0, first.DayNumber - start.DayNumber);
        for (DateOnly on = start.AddDays((behind + step - 1) / step * step); on <= last; on = on.AddDays(step))
        {
            yield return on;
        }
    }

    private static IEnumerable<DateOnly> EveryMonth(DateOnly start, DateOnly first, DateOnly last)
    {
        int week = (start.Day - 1) / 7;
        for (DateOnly month = new(start.Year, start.Month, 1); month <= last; month = month.AddMonths(1))
        {
            DateOnly on = NthWeekday(month, start.DayOfWeek, week);
            if (on >= start && on >= first && on <= last)
            {
                yield return on;
            }
        }
    }

    private static DateOnly NthWeekday(DateOnly month, DayOfWeek weekday, int week)
    {
        int toFirst = ((int)weekday - (int)month.DayOfWeek + 7) % 7;
        DateOnly on = month.AddDays(toFirst + (7 * week));
        return on.Month == month.Month ? on : on.AddDays(-7);
    }
}
