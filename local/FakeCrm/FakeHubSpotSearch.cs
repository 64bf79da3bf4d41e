using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm;

/// <summary>A search as it was asked for: filter groups of which one has to fit, filters that all have to, and one sort.</summary>
internal sealed record FakeHubSpotSearch(ImmutableArray<ImmutableArray<FakeHubSpotFilter>> Groups, string? SortBy, bool Descending, int Limit, int Offset, ImmutableArray<string> Properties)
{
    /// <summary>Behind it there is no page, whatever the filters find.</summary>
    public const int Ceiling = 10_000;

    private const int MostPerPage = 200;

    private static readonly string[] Members = ["filterGroups", "sorts", "query", "properties", "limit", "after"];

    /// <exception cref="FakeHubSpotRefusal">It is no search.</exception>
    public static FakeHubSpotSearch Read(JsonObject body)
    {
        if (body.FirstOrDefault(member => !Members.Contains(member.Key)).Key is { } unknown)
        {
            throw FakeHubSpotRefusal.Invalid($"Invalid input JSON: unknown field \"{unknown}\"");
        }

        ImmutableArray<ImmutableArray<FakeHubSpotFilter>> groups = [.. (body["filterGroups"] as JsonArray ?? []).Select(group => FakeHubSpotFilter.ReadAll(group!.AsObject()))];
        JsonArray sorts = body["sorts"] as JsonArray ?? [];
        int limit = Number(body["limit"]) ?? 10;
        int offset = Number(body["after"]) ?? 0;
        if (groups.Length > 5 || groups.Any(group => group.Length > 6) || groups.Sum(group => group.Length) > 18)
        {
            throw FakeHubSpotRefusal.Invalid("There are too many filters: 5 groups of 6 filters are allowed, and 18 filters in all.");
        }

        if (sorts.Count > 1)
        {
            throw FakeHubSpotRefusal.Invalid("Only one sort is allowed.");
        }

        if (limit is < 1 or > MostPerPage)
        {
            throw FakeHubSpotRefusal.Invalid($"limit must be between 1 and {MostPerPage}");
        }

        if (offset + limit > Ceiling)
        {
            throw FakeHubSpotRefusal.Invalid($"The requested page is beyond the {Ceiling} results that a search can give.");
        }

        return new FakeHubSpotSearch(
            groups,
            sorts.Count == 0 ? null : sorts[0] is JsonObject sort ? sort["propertyName"]!.GetValue<string>() : sorts[0]!.GetValue<string>(),
            sorts.Count == 1 && sorts[0] is JsonObject { } rule && rule["direction"]?.GetValue<string>() == "DESCENDING",
            limit,
            offset,
            [.. (body["properties"] as JsonArray ?? []).Select(name => name!.GetValue<string>())]);
    }

    /// <summary>What it finds, sorted. Records that are equal by the sort stand in no order that means anything.</summary>
    public List<FakeHubSpotRecord> Run(IEnumerable<FakeHubSpotRecord> records)
    {
        IEnumerable<FakeHubSpotRecord> found = records.Where(record => Groups.IsEmpty || Groups.Any(group => group.All(filter => filter.Fits(record))));
        IOrderedEnumerable<FakeHubSpotRecord> sorted = Descending
            ? found.OrderByDescending(record => FakeHubSpotFilter.Comparable(SortBy ?? "hs_createdate", record.Value(SortBy ?? "hs_createdate")))
            : found.OrderBy(record => FakeHubSpotFilter.Comparable(SortBy ?? "hs_createdate", record.Value(SortBy ?? "hs_createdate")));
        return [.. sorted.ThenBy(record => FakeHubSpotIds.Spread(record.Id + " place", int.MaxValue))];
    }

    private static int? Number(JsonNode? node) => node is null ? null
        : int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw FakeHubSpotRefusal.Invalid($"Invalid input JSON: \"{node}\" is no number");
}

/// <param name="Values">One for most operators, two for BETWEEN, several for IN.</param>
internal sealed record FakeHubSpotFilter(string Property, string Operator, ImmutableArray<string> Values)
{
    public static ImmutableArray<FakeHubSpotFilter> ReadAll(JsonObject group) =>
        group["filters"] is JsonArray { Count: > 0 } filters ? [.. filters.Select(filter => Read(filter!.AsObject()))] : throw FakeHubSpotRefusal.Invalid("A filter group needs filters.");

    public bool Fits(FakeHubSpotRecord record)
    {
        string? value = record.Value(Property);
        if (Operator is "HAS_PROPERTY" or "NOT_HAS_PROPERTY")
        {
            return (value is null) == (Operator == "NOT_HAS_PROPERTY");
        }

        if (value is null)
        {
            return Operator is "NEQ" or "NOT_IN";
        }

        decimal? own = Comparable(Property, value);
        int Against(int index) => Comparable(Property, Values[index]) is { } other && own is { } number ? number.CompareTo(other) : string.CompareOrdinal(value, Values[index]);
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
