using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>What was won in one currency: when, and how soon after a deal's creation. Of several people, the sum.</summary>
/// <param name="Days">Ascending; the newest <see cref="DaysKept"/> days.</param>
/// <param name="Quick">Of the wins of <see cref="BookHead.ClosedKeptDays"/> days.</param>
public sealed record Bookings(ImmutableArray<BookedDay> Days, QuickWins Quick)
{
    /// <summary>Eight quarters and the present one.</summary>
    public const int DaysKept = 830;

    public static Bookings None { get; } = new([], new QuickWins([], 0));

    public static Bookings Sum(IEnumerable<Bookings> parts)
    {
        Bookings[] all = [.. parts];
        return new Bookings(Of(all.SelectMany(one => one.Days)), QuickWins.Sum(all.Select(one => one.Quick)));
    }

    /// <summary>Adds up what came on one day, and forgets what is too old.</summary>
    public static ImmutableArray<BookedDay> Of(IEnumerable<BookedDay> wins)
    {
        BookedDay[] days =
        [
            .. wins.GroupBy(win => win.On).OrderBy(day => day.Key)
                .Select(day => new BookedDay(day.Key, day.Sum(win => win.Amount), day.Sum(win => win.Count))),
        ];
        return days.Length == 0 ? [] : [.. days.SkipWhile(day => day.On <= days[^1].On.AddDays(-DaysKept))];
    }
}

/// <param name="On">UTC.</param>
/// <param name="Count">Deals won.</param>
public readonly record struct BookedDay(DateOnly On, decimal Amount, int Count);

/// <param name="ByWeeks">How many were won in their first week, in their second and so on.</param>
/// <param name="RepDays">Days that each rep's wins come from, added up.</param>
public sealed record QuickWins(ImmutableArray<int> ByWeeks, int RepDays)
{
    /// <summary>Longer than any quota's period.</summary>
    public const int MostWeeks = 53;

    public static QuickWins Sum(IEnumerable<QuickWins> parts)
    {
        QuickWins[] all = [.. parts];
        int weeks = all.Length == 0 ? 0 : all.Max(one => one.ByWeeks.Length);
        return new QuickWins([.. Enumerable.Range(0, weeks).Select(week => all.Sum(one => week < one.ByWeeks.Length ? one.ByWeeks[week] : 0))], all.Sum(one => one.RepDays));
    }
}
