using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Deals;

/// <summary>Turns instants into shares of a drawing's width. What lies outside stands at the edge.</summary>
public sealed record TimeAxis(DateTimeOffset From, DateTimeOffset To, string TimeZone)
{
    /// <summary>More labels than this would run into each other.</summary>
    private const int MostTicks = 9;

    private static readonly ImmutableArray<int> MonthSteps = [1, 2, 3, 6, 12];

    private static readonly TimeSpan Shortest = TimeSpan.FromDays(14);

    /// <summary>With some room at both ends, so that a mark at the edge is seen whole; a deal of one day gets a fortnight.</summary>
    public static TimeAxis Over(DateTimeOffset first, DateTimeOffset last, string timeZone)
    {
        TimeSpan length = last - first < Shortest ? Shortest : last - first;
        TimeSpan room = length / 50;
        return new TimeAxis(first - room, first + length + room, timeZone);
    }

    /// <summary>0 to 1.</summary>
    public double ShareOf(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1);

    public bool Has(DateTimeOffset at) => From <= at && at <= To;

    /// <summary>"12.34%".</summary>
    public string X(DateTimeOffset at) => Percent(ShareOf(at));

    public string Width(DateTimeOffset from, DateTimeOffset to) => Percent(Math.Max(0, ShareOf(to) - ShareOf(from)));

    /// <summary>The beginning of a day, there.</summary>
    public DateTimeOffset At(DateOnly day) => TimeZones.ToUtc(TimeZone, day, TimeOnly.MinValue);

    public string X(DateOnly day) => X(At(day));

    /// <summary>Mondays, or firsts of months, as close together as there is room for.</summary>
    public ImmutableArray<DateOnly> Ticks()
    {
        DateOnly first = TimeZones.ToLocalDate(TimeZone, From);
        DateOnly last = TimeZones.ToLocalDate(TimeZone, To);
        if ((last.DayNumber - first.DayNumber) / 7 <= MostTicks)
        {
            DateOnly monday = first.AddDays((8 - (int)first.DayOfWeek) % 7);
            return [.. Days(monday, last, day => day.AddDays(7)).Where(day => Has(At(day)))];
        }

        int months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        int step = MonthSteps.FirstOrDefault(step => months / step <= MostTicks) is > 0 and var fit ? fit : 12 * (1 + (months / 12 / MostTicks));
        int begin = step >= 12 ? first.Year * 12 : ((first.Year * 12) + first.Month - 1) / step * step;
        return [.. Days(new DateOnly(begin / 12, (begin % 12) + 1, 1), last, day => day.AddMonths(step)).Where(day => Has(At(day)))];
    }

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last, Func<DateOnly, DateOnly> next)
    {
        for (DateOnly day = first; day <= last; day = next(day))
        {
            yield return day;
        }
    }

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
