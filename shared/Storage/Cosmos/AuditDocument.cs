namespace OneOnOne.Storage.Cosmos;

/// <summary>A record of the audit log, in the partition of the person who was read about.</summary>
internal sealed record AuditDocument
{
    public required string Id { get; init; }

    /// <summary>The partition key.</summary>
    public required string PersonId { get; init; }

    public int Schema { get; init; } = Stored.KnownSchema;

    /// <summary>Sortable as text.</summary>
    public required string At { get; init; }

    public required string Reader { get; init; }

    /// <summary>Seconds after which Cosmos DB deletes the document by itself.</summary>
    public required int Ttl { get; init; }

    public required string Text { get; init; }
}
