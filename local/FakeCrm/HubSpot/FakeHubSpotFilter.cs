using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <param name="Values">One for most operators, two for BETWEEN, several for IN.</param>
internal sealed record FakeHubSpotFilter(string Property, string Operator, ImmutableArray<string> Values)
{
    public static ImmutableArray<FakeHubSpotFilter> ReadAll(JsonObject group) =>
        group["filters"] is JsonArray { Count: > 0 } filters ? [.. filters.Select(filter => Read(filter!.AsObject()))] : throw FakeHubSpotRefusal.Invalid("A filter group needs filters.");

    /// <summary>What it compares with, understood once and not for each record.</summary>
    private readonly ImmutableArray<decimal?> _numbers = [.. Values.Select(value => Comparable(Property, value))];

    /// <summary>In the order of its property it fits one record and all behind it.</summary>
    public bool IsFrom => IsOfAll && Operator is ("GT" or "GTE");

    /// <summary>In the order of its property it fits all records up to one.</summary>
    public bool IsTo => IsOfAll && Operator is ("LT" or "LTE");

    /// <summary>Each record has a number for it.</summary>
    private bool IsOfAll => _numbers is [not null] && Property is ("hs_object_id" or "hs_lastmodifieddate" or "hs_createdate");

    public bool Fits(FakeHubSpotRecord record)
    {
        decimal? own = record.Number(Property);
        string? value = own is null || Operator is "IN" or "NOT_IN" ? record.Value(Property) : "";
        if (Operator is "HAS_PROPERTY" or "NOT_HAS_PROPERTY")
        {
            return (value is null) == (Operator == "NOT_HAS_PROPERTY");
        }

        if (value is null)
        {
            return Operator is "NEQ" or "NOT_IN";
        }

        int Against(int index) => _numbers[index] is { } other && own is { } number ? number.CompareTo(other) : string.CompareOrdinal(own is null ? value : record.Value(Property), Values[index]);
        return Operator switch
        {
            "EQ" => Against(0) == 0,
            "NEQ" => Against(0) != 0,
            "GT" => Against(0) > 0,
            "GTE" => Against(0) >= 0,
            "LT" => Against(0) < 0,
            "LTE" => Against(0) <= 0,
            "BETWEEN" => Against(0) >= 0 && Against(1) <= 0,
            "IN" => Values.Contains(value),
            "NOT_IN" => !Values.Contains(value),
            _ => throw FakeHubSpotRefusal.Invalid($"The operator {Operator} is not supported here."),
        };
    }

    /// <summary>A number or an instant in milliseconds, which may be written either way; null for anything else.</summary>
    public static decimal? Comparable(string property, string? value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
        : property.Contains("date", StringComparison.Ordinal) || property.Contains("timestamp", StringComparison.Ordinal)
            ? DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at.ToUnixTimeMilliseconds() : null
            : null;

    private static FakeHubSpotFilter Read(JsonObject filter)
    {
        string? property = filter["propertyName"]?.GetValue<string>();
        string? how = filter["operator"]?.GetValue<string>();
        if (property is null || how is null)
        {
            throw FakeHubSpotRefusal.Invalid("A filter needs propertyName and operator.");
        }

        ImmutableArray<string> values = how switch
        {
            "BETWEEN" => [Text(filter, "value"), Text(filter, "highValue")],
            "IN" or "NOT_IN" => [.. (filter["values"] as JsonArray ?? throw FakeHubSpotRefusal.Invalid($"{how} needs values.")).Select(value => value!.ToString())],
            "HAS_PROPERTY" or "NOT_HAS_PROPERTY" => [],
            _ => [Text(filter, "value")],
        };
        return new FakeHubSpotFilter(property, how, values);
    }

    private static string Text(JsonObject filter, string member) => filter[member]?.ToString() ?? throw FakeHubSpotRefusal.Invalid($"The filter of {filter["propertyName"]} needs {member}.");
}
