using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>How records stand in the mirror: equal content is equal bytes, and when a record was modified is no content.</summary>
internal static class HubSpotBodies
{
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Form);

    public static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, Form)!;

    public static SortedDictionary<string, string> Values(HubSpotObject record, IEnumerable<string> properties)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string name in properties)
        {
            if (record[name] is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }
}

/// <param name="Stages">Oldest first.</param>
/// <param name="CloseDates">Oldest first.</param>
internal sealed record DealBody(SortedDictionary<string, string> Values, ImmutableArray<ValueAt> Stages, ImmutableArray<ValueAt> CloseDates)
{
    public string? this[string property] => Values.GetValueOrDefault(property);

    /// <summary>Deals of nobody are left out: they stand in no book.</summary>
    public bool HasOwner => Values.ContainsKey("hubspot_owner_id");

    /// <summary>Absorbed by this one; HubSpot answers nothing for them and does not archive them either.</summary>
    public IEnumerable<string> Merged => (this["hs_merged_object_ids"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool IsOpen => this["hs_is_closed"] is not { } closed || !closed.Equals("true", StringComparison.OrdinalIgnoreCase);

    public static DealBody Of(HubSpotObject deal, IEnumerable<string> properties) =>
        new(HubSpotBodies.Values(deal, properties), History(deal, "dealstage"), History(deal, "closedate"));

    /// <summary>Versions that are empty say that the value was taken away.</summary>
    private static ImmutableArray<ValueAt> History(HubSpotObject deal, string property) =>
        deal.PropertiesWithHistory is not null && deal.PropertiesWithHistory.TryGetValue(property, out ImmutableArray<HubSpotVersion> versions) && !versions.IsDefault
            ? [.. versions.Reverse().Select(version => new ValueAt(version.Value ?? "", HubSpotTime.Read(version.Timestamp) ?? default)).Where(version => version.At != default).OrderBy(version => version.At)]
            : [];
}

internal sealed record ValueAt(string Value, DateTimeOffset At);

internal sealed record AccountBody(string Portal, string TimeZone, string? Currency, string Domain);

internal sealed record OwnerBody(string? Name, string? Email, bool Active);

internal sealed record PipelineBody(string Label, int Order, ImmutableArray<StageBody> Stages);

/// <param name="Won">Null where deals in it are open.</param>
internal sealed record StageBody(string Id, string Label, bool? Won);
