using System.Globalization;
using Microsoft.AspNetCore.Http;
using OneOnOne.Settings;

namespace OneOnOne.Http;

/// <summary>Reads what came with a request. What is not allowed is the caller's mistake and is told as one.</summary>
internal static class Query
{
    public const string FromMeaning = "The first day, such as 2026-11-20.";
    public const string ToMeaning = "The last day, included; at most a year after the first.";

    /// <summary>A year: enough for any report, and a bound on what one question may cost.</summary>
    private const int MostDays = 366;

    public static T Choice<T>(string? text, string name, T otherwise)
        where T : struct, Enum => text is null
            ? otherwise
            : Values.Named<T>(text) ?? throw new BadHttpRequestException($"{name} must be one of: {string.Join(", ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}.");

    public static DateTimeOffset? Instant(string? text, string name) => text is null
        ? null
        : Instants.Parse(text) ?? throw new BadHttpRequestException($"{name} must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.");

    /// <summary>Days from ?from= to ?to=, both included.</summary>
    public static (DateOnly From, DateOnly To) Days(string? from, string? to, (DateOnly From, DateOnly To) otherwise)
    {
        DateOnly? first = Day(from, nameof(from));
        DateOnly? last = Day(to, nameof(to));

        // With one end given, the other keeps its distance.
        int length = otherwise.To.DayNumber - otherwise.From.DayNumber;
        (DateOnly From, DateOnly To) days = (first ?? Move(last, -length) ?? otherwise.From, last ?? Move(first, length) ?? otherwise.To);
        int asked = days.To.DayNumber - days.From.DayNumber;
        return asked is >= 0 and < MostDays ? days : throw new BadHttpRequestException($"to must not lie before from, nor more than {MostDays - 1} days after it.");
    }

    /// <summary>Routing leaves an encoded slash as it is, and CRM ids may have one.</summary>
    public static string PathValue(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static DateOnly? Day(string? text, string name) => text is null
        ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year is >= Instants.FirstYear and <= Instants.LastYear
            ? day
            : throw new BadHttpRequestException($"{name} must be a day such as 2026-11-20.");

    private static DateOnly? Move(DateOnly? day, int days) => day is { } from ? from.AddDays(days) : null;
}
