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

    /// <summary>What it finds, sorted.</summary>
    /// <param name="sorted">By what it is to be sorted by, upwards.</param>
    public List<FakeHubSpotRecord> Run(List<FakeHubSpotRecord> sorted)
    {
        List<FakeHubSpotRecord> found;
        if (Groups is [var filters])
        {
            found = Within(sorted, [.. filters.Where(filter => filter.Property == SortBy)]);
            found = [.. Fitting(found, [filters.RemoveAll(filter => filter.Property == SortBy && (filter.IsFrom || filter.IsTo))])];
        }
        else
        {
            found = [.. Fitting(sorted, Groups)];
        }

        if (Descending)
        {
            found.Reverse();
        }

        return found;
    }

    /// <summary>Millions of records are sorted by what they are filtered by: where they begin and end is looked up.</summary>
    private static List<FakeHubSpotRecord> Within(List<FakeHubSpotRecord> sorted, FakeHubSpotFilter[] filters)
    {
        int from = First(sorted, record => filters.All(filter => !filter.IsFrom || filter.Fits(record)));
        int to = First(sorted, record => filters.Any(filter => filter.IsTo && !filter.Fits(record)));
        return sorted.GetRange(from, Math.Max(0, to - from));
    }

    private static IEnumerable<FakeHubSpotRecord> Fitting(List<FakeHubSpotRecord> records, ImmutableArray<ImmutableArray<FakeHubSpotFilter>> groups) =>
        groups.IsEmpty || groups.Any(group => group.IsEmpty) ? records : records.Where(record => groups.Any(group => group.All(filter => filter.Fits(record))));

    /// <summary>The first that fits, of records of which all behind one that fits do too.</summary>
    private static int First(List<FakeHubSpotRecord> sorted, Func<FakeHubSpotRecord, bool> fits)
    {
        (int from, int to) = (0, sorted.Count);
        while (from < to)
        {
            int middle = (from + to) / 2;
            (from, to) = fits(sorted[middle]) ? (from, middle) : (middle + 1, to);
        }

        return from;
    }

    private static int? Number(JsonNode? node) => node is null ? null
        : int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw FakeHubSpotRefusal.Invalid($"Invalid input JSON: \"{node}\" is no number");
}
