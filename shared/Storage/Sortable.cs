using System.Globalization;

namespace OneOnOne.Storage;

/// <summary>Instants as text, for stores that compare text.</summary>
internal static class Sortable
{
    /// <summary>In the order of time, and with every digit that the value has.</summary>
    public static string ToSortable(this DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
