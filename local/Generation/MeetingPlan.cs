using OneOnOne.Meetings;

namespace OneOnOne.Local.Generation;

/// <summary>Lays a rep's standing one-on-one so that it falls into the week after the last snapshot, for nearly everybody.</summary>
internal static class MeetingPlan
{
    private static readonly Cadence[] Cadences =
    [
        Cadence.Weekly, Cadence.Weekly, Cadence.Fortnightly, Cadence.Weekly, Cadence.Monthly, Cadence.Weekly,
        Cadence.Weekly, Cadence.Fortnightly, Cadence.Weekly, Cadence.Monthly, Cadence.Weekly, Cadence.Fortnightly,
    ];

    /// <summary>Its place in the mix of cadences whose meeting is a week later than the others'.</summary>
    private const int WeekLater = 7;

    public static Meeting For(int index, Person rep, Habits habits, DateOnly until, SplitMix random)
    {
        int place = index % Cadences.Length;
        Cadence cadence = Cadences[place];
        DateOnly monday = until.AddDays(8 - (until.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)until.DayOfWeek));
        DateOnly next = monday.AddDays((index % 5) + (place == WeekLater ? 7 : 0));
        bool recent = habits == Habits.New;
        DateOnly first = cadence == Cadence.Monthly
            ? MonthsBefore(next, recent ? 2 : 11)
            : next.AddDays(recent ? -56 : -350);
        TimeOnly at = new TimeOnly(8, 30).AddMinutes(30 * random.Between(0, 14));
        int minutes = cadence == Cadence.Weekly ? random.Pick([30, 30, 45]) : random.Pick([45, 60]);
        string id = FormattableString.Invariant($"meet-{index + 1:00}");
        return new Meeting(id, rep.ManagerId!, rep.Id, cadence, first, at, rep.TimeZone, minutes, next);
    }

    /// <summary>The same weekday of an earlier month: the fourth Wednesday, say.</summary>
    private static DateOnly MonthsBefore(DateOnly next, int months)
    {
        int nth = Math.Min(4, ((next.Day - 1) / 7) + 1);
        DateOnly first = new DateOnly(next.Year, next.Month, 1).AddMonths(-months);
        int toWeekday = ((int)next.DayOfWeek - (int)first.DayOfWeek + 7) % 7;
        return first.AddDays(toWeekday + (7 * (nth - 1)));
    }
}
