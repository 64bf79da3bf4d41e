using System.Globalization;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Pages;

internal static class Clock
{
    public static string Of(DateTimeOffset instant, string zone) =>
        TimeZones.ToLocal(zone, instant).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " " + zone;
}
