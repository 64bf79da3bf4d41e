using System.Globalization;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>One record of a made-up HubSpot account.</summary>
internal sealed class FakeHubSpotRecord(string type, string id, DateTimeOffset createdAt)
{
    private readonly long _number = long.Parse(id, CultureInfo.InvariantCulture);

    public string Type => type;

    public string Id => id;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public DateTimeOffset? ArchivedAt { get; set; }

    public SortedDictionary<string, string?> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Of each property that has one: its values, newest first.</summary>
    public Dictionary<string, List<FakeHubSpotVersion>> History { get; } = new(StringComparer.Ordinal);

    /// <summary>By the other's type: the ids of records that it is associated with.</summary>
    public Dictionary<string, SortedSet<string>> Associated { get; } = new(StringComparer.Ordinal);

    /// <summary>What two of its states have to agree in so that nothing was changed.</summary>
    public string Content => string.Join('\n',
        Properties.Select(property => $"{property.Key}={property.Value}")
            .Concat(History.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {string.Join(',', one.Value)}"))
            .Concat(Associated.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {string.Join(',', one.Value)}")));

    /// <summary>What an answer shows: some properties are of the record, not among those that somebody sets.</summary>
    public string? Value(string property) => property switch
    {
        "hs_object_id" => id,
        "hs_lastmodifieddate" => Text(UpdatedAt),
        "hs_createdate" => Text(CreatedAt),
        _ => Properties.GetValueOrDefault(property),
    };

    /// <summary>A value as what it is compared by; null where that is its text.</summary>
    public decimal? Number(string property) => property switch
    {
        "hs_object_id" => _number,
        "hs_lastmodifieddate" => UpdatedAt.ToUnixTimeMilliseconds(),
        "hs_createdate" => CreatedAt.ToUnixTimeMilliseconds(),
        _ => FakeHubSpotFilter.Comparable(property, Properties.GetValueOrDefault(property)),
    };

    public bool Has(string property) => property is "hs_object_id" or "hs_lastmodifieddate" or "hs_createdate" || Properties.ContainsKey(property);

    public void Link(string other, string otherId)
    {
        if (!Associated.TryGetValue(other, out SortedSet<string>? ids))
        {
            Associated[other] = ids = new SortedSet<string>(StringComparer.Ordinal);
        }

        ids.Add(otherId);
    }

    /// <summary>As HubSpot writes it: no fraction where there is none, else milliseconds.</summary>
    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString(at.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record FakeHubSpotVersion(string? Value, DateTimeOffset At, string Source);
