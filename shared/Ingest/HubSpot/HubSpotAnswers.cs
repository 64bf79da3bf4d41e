using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Ingest.HubSpot;

// HubSpot's answers, as far as they are read. Members that are not here may come and go.

/// <param name="Errors">Of a batch of which only a part was answered.</param>
internal sealed record HubSpotPage<T>(ImmutableArray<T> Results, HubSpotPaging? Paging, long? Total, ImmutableArray<HubSpotError> Errors)
{
    public string? After => Paging?.Next?.After;

    public ImmutableArray<T> Rows => Results.IsDefault ? [] : Results;

    /// <summary>Why a part is missing that is not simply gone.</summary>
    public string? Failure => Errors.IsDefault ? null : Errors.FirstOrDefault(error => !error.IsAboutNothing)?.Message;
}

internal sealed record HubSpotError(string? Category, [property: JsonConverter(typeof(AnyText))] string? SubCategory, string? Message)
{
    /// <summary>What was asked for is not there, or has no associations: that is an answer.</summary>
    public bool IsAboutNothing =>
        Category?.Contains("NOT_FOUND", StringComparison.OrdinalIgnoreCase) == true || SubCategory?.Contains("NO_ASSOCIATIONS", StringComparison.OrdinalIgnoreCase) == true;
}

internal sealed record HubSpotPaging(HubSpotNext? Next);

internal sealed record HubSpotNext([property: JsonConverter(typeof(AnyText))] string? After);

/// <param name="PropertiesWithHistory">Newest first; null where it was not asked for.</param>
internal sealed record HubSpotObject(
    [property: JsonConverter(typeof(AnyText))] string? Id,
    Dictionary<string, JsonElement>? Properties,
    Dictionary<string, ImmutableArray<HubSpotVersion>>? PropertiesWithHistory,
    [property: JsonConverter(typeof(AnyText))] string? CreatedAt,
    [property: JsonConverter(typeof(AnyText))] string? UpdatedAt,
    bool? Archived)
{
    /// <summary>Null where it is empty or was not given.</summary>
    public string? this[string property] =>
        Properties is not null && Properties.TryGetValue(property, out JsonElement value) && AnyText.Of(value) is { Length: > 0 } text ? text : null;

    /// <summary>When it was last changed, to the millisecond.</summary>
    public long? ModifiedAt => HubSpotTime.Read(this["hs_lastmodifieddate"] ?? UpdatedAt)?.ToUnixTimeMilliseconds();
}

internal sealed record HubSpotVersion([property: JsonConverter(typeof(AnyText))] string? Value, [property: JsonConverter(typeof(AnyText))] string? Timestamp);

internal sealed record HubSpotAccount(
    [property: JsonConverter(typeof(AnyText))] string? PortalId, string? TimeZone, string? CompanyCurrency, string? UiDomain);

internal sealed record HubSpotOwner(
    [property: JsonConverter(typeof(AnyText))] string? Id, string? Email, string? FirstName, string? LastName, string? Type, bool? Archived);

internal sealed record HubSpotPipeline(
    [property: JsonConverter(typeof(AnyText))] string? Id, string? Label, int DisplayOrder, ImmutableArray<HubSpotStage> Stages);

internal sealed record HubSpotStage(
    [property: JsonConverter(typeof(AnyText))] string? Id, string? Label, int DisplayOrder, Dictionary<string, JsonElement>? Metadata);

internal sealed record HubSpotProperty(string? Name);

internal sealed record HubSpotLinks(HubSpotRef? From, ImmutableArray<HubSpotLink> To, HubSpotPaging? Paging);

internal sealed record HubSpotRef([property: JsonConverter(typeof(AnyText))] string? Id);

internal sealed record HubSpotLink([property: JsonConverter(typeof(AnyText))] string? ToObjectId, ImmutableArray<HubSpotLinkType> AssociationTypes);

internal sealed record HubSpotLinkType(string? Label);

/// <summary>A text, or a number or a flag as the text that it is written as: HubSpot has both for one member, by the version.</summary>
internal sealed class AnyText : JsonConverter<string?>
{
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument value = JsonDocument.ParseValue(ref reader);
        return Of(value.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>HubSpot's instants: ISO 8601 in most answers, milliseconds since 1970 in some.</summary>
internal static class HubSpotTime
{
    public static DateTimeOffset? Read(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds) ? milliseconds is > -62135596800000 and < 253402300800000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at
        : null;

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>In the form that our columns have; what is no instant stays as it is and is set aside there.</summary>
    public static string? Normal(string? text) => Read(text) is { } at ? Text(at) : text;
}
