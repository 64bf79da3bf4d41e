using System.Globalization;

namespace OneOnOne.Tests.Builders;

/// <summary>Instants and dates of one made-up month, so that a test reads "day 3" and not a time stamp.</summary>
internal static class Days
{
    public static readonly DateOnly First = new(2026, 3, 1);

    /// <summary>Noon UTC of the n-th day; day 1 is Sunday, 1 March 2026.</summary>
    public static DateTimeOffset At(double day) => new DateTimeOffset(First.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero).AddDays(day - 1);

    public static DateOnly On(int day) => First.AddDays(day - 1);

    public static DateOnly Date(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Utc(string iso) => DateTimeOffset.ParseExact(iso, ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
