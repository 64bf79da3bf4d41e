using System.Globalization;
using System.Text.Json;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// One form for every value, whichever way it came: REST, Bulk and exported files write instants differently, numbers may have an exponent, and ids may be
/// 15 characters long. What cannot be understood stays as it is, so that it is set aside where rows are checked.
/// </summary>
internal static class SalesforceValue
{
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK"];

    /// <param name="type">As describe names it.</param>
    public static string? Normal(string? value, string type) => string.IsNullOrEmpty(value) ? null : type switch
    {
        "id" or "reference" => SalesforceId.Long(value),
        "datetime" => Instant(value) is { } at ? Text(at) : value,
        "date" => value.Length > 10 && (value[10] is 'T' or ' ') ? value[..10] : value,
        "boolean" => value is "1" ? "true" : value is "0" ? "false" : value.ToLowerInvariant(), // Files of the weekly data export have numbers.
        "currency" or "double" or "percent" or "int" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number.ToString("0.##########", CultureInfo.InvariantCulture) : value,
        _ => value,
    };

    public static string? Raw(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    /// <returns>Null for what is no instant.</returns>
    public static DateTimeOffset? Instant(string? value) =>
        DateTimeOffset.TryParseExact(value, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at : null;

    /// <summary>As a query writes it too: without quotes.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(at.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateOnly? Date(string? value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
