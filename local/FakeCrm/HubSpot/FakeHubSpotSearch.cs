using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.HubSpot;

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
    /// <param name="until">What was changed later is not in the index yet.</param>
    public List<FakeHubSpotRecord> Run(FakeHubSpotPortal portal, string type, DateTimeOffset until)
    {
        IEnumerable<FakeHubSpotRecord> found = portal.SortedBy(SortBy ?? "hs_createdate", type)
            .Where(record => record.UpdatedAt <= until && (Groups.IsEmpty || Groups.Any(group => group.All(filter => filter.Fits(record)))));
        return [.. Descending ? found.Reverse() : found];
    }

    private static int? Number(JsonNode? node) => node is null ? null
        : int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw FakeHubSpotRefusal.Invalid($"Invalid input JSON: \"{node}\" is no number");
}
