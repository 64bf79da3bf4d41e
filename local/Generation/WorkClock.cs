using NodaTime;

namespace OneOnOne.Local.Generation;

/// <summary>
/// Working hours of one time zone, as UTC instants. NodaTime brings its own time zone data, so the machine's does not
/// matter. In the zones used here a working hour falls on the same date in UTC.
/// </summary>
internal sealed class WorkClock
{
    private const int FirstMinute = 8 * 60;
    private const int LastMinute = (17 * 60) + 45;
    private readonly int _firstDay;
    private readonly int[] _offsetMinutes;

    public WorkClock(string zone, DateOnly first, DateOnly last)
    {
        DateTimeZone tz = DateTimeZoneProviders.Tzdb[zone];
        _firstDay = first.DayNumber;
        _offsetMinutes = new int[last.DayNumber - _firstDay + 1];
        for (int i = 0; i < _offsetMinutes.Length; i++)
        {
            DateOnly day = DateOnly.FromDayNumber(_firstDay + i);
            _offsetMinutes[i] = tz.GetUtcOffset(Instant.FromUtc(day.Year, day.Month, day.Day, 12, 0)).Seconds / 60;
        }
    }

    public DateTime At(DateOnly day, SplitMix random)
    {
        int offset = _offsetMinutes[Math.Clamp(day.DayNumber - _firstDay, 0, _offsetMinutes.Length - 1)];
        return day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddMinutes(random.Between(FirstMinute, LastMinute) - offset);
    }

    /// <summary>Some working hour that many days on, and never on the same day.</summary>
    public DateTime After(DateTime start, double days, SplitMix random) =>
        At(OnWorkday(Day(start).AddDays(Math.Max(1, (int)days))), random);

    public static DateOnly Day(DateTime instant) => DateOnly.FromDateTime(instant);

    public static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day itself, or the Monday after it.</summary>
    public static DateOnly OnWorkday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    public static DateOnly AddWorkdays(DateOnly day, int count)
    {
        int step = Math.Sign(count);
        for (int left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorkday(day) ? 1 : 0;
        }

        return day;
    }
}
