using System.Globalization;

namespace OneOnOne;

/// <summary>How people write an instant, on the command line and in a query. Without an offset it is UTC.</summary>
public static class Instants
{
    /// <summary>Beyond these, adding days leaves the calendar; no one-on-one is there.</summary>
    internal const int FirstYear = 1900;
    internal const int LastYear = 2199;

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <returns>Null for what is no instant, or one outside the years 1900 to 2199.</returns>
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
        && instant.Year is >= FirstYear and <= LastYear
            ? instant
            : null;
}
