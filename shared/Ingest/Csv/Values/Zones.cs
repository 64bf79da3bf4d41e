using System.Collections.Frozen;
using NodaTime;

namespace OneOnOne.Ingest.Csv.Values;

internal static class Zones
{
    private static readonly FrozenSet<string> Ids = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet();

    /// <summary>Only names: the provider itself would also make up a zone for "UTC+03:17".</summary>
    public static DateTimeZone? Find(string id) => Ids.Contains(id) ? DateTimeZoneProviders.Tzdb[id] : null;
}
