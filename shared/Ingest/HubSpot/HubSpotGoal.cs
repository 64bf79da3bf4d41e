using System.Globalization;
using NodaTime;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What of a goal is a quota: money of deals, for one owner, over a time.</summary>
internal static class HubSpotGoal
{
    private const string Deals = "0-3";

    /// <returns>First and last day; null where the goal is no quota.</returns>
    public static (string From, string To)? Of(SortedDictionary<string, string> goal, DateTimeZone zone)
    {
        bool isMoney = goal.GetValueOrDefault("hs_kpi_unit_type") is not { } unit || unit.Equals("currency", StringComparison.OrdinalIgnoreCase);
        bool isOfDeals = goal.GetValueOrDefault("hs_kpi_object_type_id") is not { } type || type == Deals;
        if (!isMoney || !isOfDeals || !goal.ContainsKey("hubspot_owner_id")
            || HubSpotTime.Read(goal.GetValueOrDefault("hs_start_datetime")) is not { } start || HubSpotTime.Read(goal.GetValueOrDefault("hs_end_datetime")) is not { } end)
        {
            return null;
        }

        // Goals begin at midnight in UTC in all that HubSpot documents; one that does not was set by the account's clock. An end is the
        // first instant that no longer counts, or the last that does.
        DateTimeZone by = start.UtcDateTime.TimeOfDay == TimeSpan.Zero ? DateTimeZone.Utc : zone;
        return (Day(start, by), Day(end.AddMilliseconds(-1), by));
    }

    public static string Day(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone).Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
