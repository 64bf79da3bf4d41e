using System.Text.Json.Serialization;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// A document of the books or of the people: two editions of one thing, of which readers see the one with the greatest published
/// generation, and writers overwrite the other. The shared partition also holds the manifest, the snapshots and the tombstones, which have none.
/// </summary>
internal sealed record BookDocument
{
    public required string Id { get; init; }

    /// <summary>The partition key of the books.</summary>
    public string? RepId { get; init; }

    /// <summary>The partition key of the people.</summary>
    public string? PersonId { get; init; }

    /// <summary>What a document of the shared partition is about, or is a page of.</summary>
    public string? Name { get; init; }

    public int Schema { get; init; } = Stored.KnownSchema;

    public Edition? A { get; init; }

    public Edition? B { get; init; }

    public Manifest? Manifest { get; init; }

    public Snapshot? Snapshot { get; init; }

    public Tombstone? Tombstone { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    /// <summary>Null where nothing was ever published of it, or it was removed.</summary>
    public Edition? Visible(Manifest manifest)
    {
        Edition? a = A is not null && manifest.IsPublished(A.Generation) ? A : null;
        Edition? b = B is not null && manifest.IsPublished(B.Generation) ? B : null;
        Edition? visible = a is null || b?.Generation > a.Generation ? b : a;
        return visible?.Text is null ? null : visible;
    }

    /// <summary>Of a document that is no page.</summary>
    public T? Read<T>(Manifest manifest)
        where T : class => Visible(manifest) is { } visible ? Stored.Read<T>(visible.Text!) : null;

    /// <summary>False when somebody writes it, or has published it after this manifest was read.</summary>
    public bool IsSettled(Manifest manifest) => !(A?.Generation >= manifest.FirstUnsettled) && !(B?.Generation >= manifest.FirstUnsettled);
}

/// <summary>
/// One state of a document, as one ingest wrote it. Without text, it says that the document is gone. The record is kept as text
/// because Cosmos DB keeps numbers as doubles: 10.00 would come back as 10, and be taken for a change ever after.
/// </summary>
internal sealed record Edition
{
    public required long Generation { get; init; }

    /// <summary>Of an opportunity: whether it is open, for queries.</summary>
    public bool? Open { get; init; }

    /// <summary>Of a page: how many there are in this edition.</summary>
    public int? Pages { get; init; }

    /// <summary>The JSON of the record, or of a page its part of that.</summary>
    public string? Text { get; init; }
}
