using System.Text.Json.Serialization;

namespace OneOnOne.Storage.Cosmos;

/// <summary>An entry of a journal, in the partition of its rep. The record is kept as text, for the reason that <see cref="Edition"/> gives.</summary>
internal sealed record JournalDocument : INamedWrite
{
    public required string Id { get; init; }

    /// <summary>The partition key.</summary>
    public required string PersonId { get; init; }

    public int Schema { get; init; } = Stored.KnownSchema;

    public string? By { get; init; }

    /// <summary>From when on no brief wants it, sortable as text; null: until somebody closes it.</summary>
    public string? InForceUntil { get; init; }

    public required string Text { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    string INamedWrite.Partition => PersonId;
}
