namespace OneOnOne.Tests.Cosmos;

internal enum CosmosRequestKind
{
    /// <summary>The account, a database, a container or its ranges: asked for by the SDK on its own account, and kept by it.</summary>
    Metadata,
    Read,
    Query,
    QueryPlan,
    Create,
    Replace,
    Upsert,
    Patch,
    Delete,

    /// <summary>A transactional batch: one partition, all or nothing.</summary>
    Batch,

    /// <summary>What the SDK gathers when bulk execution is allowed: any partitions, each operation for itself.</summary>
    Bulk,
}

/// <summary>One document operation, sent alone or inside a batch.</summary>
/// <param name="PartitionKey">The key's value as sent, a JSON array of one string.</param>
/// <param name="Id">Of a document that is created or upserted, the id inside the body; null where the body has none.</param>
/// <param name="Minimal">Whether the answer is to leave the document out.</param>
internal sealed record CosmosOperation(
    CosmosRequestKind Kind, string? PartitionKey, string? Id, ReadOnlyMemory<byte> Body = default, string? IfMatch = null, string? IfNoneMatch = null, bool Minimal = false)
{
    public bool Writes => Kind is not CosmosRequestKind.Read;
}

/// <summary>One request as it came over the wire, and how it was answered.</summary>
internal sealed record CosmosRequest(CosmosRequestKind Kind, string Method, string Path)
{
    /// <summary>1, 2, 3 ... among the requests for documents, query plans included; 0 for metadata.</summary>
    public int Number { get; init; }

    public string? Container { get; init; }

    /// <summary>The header's value, a JSON array; a bulk request has none, its operations do.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>One for a request for one document, several for a batch, none for queries and metadata.</summary>
    public IReadOnlyList<CosmosOperation> Operations { get; init; } = [];

    public IReadOnlyList<string?> Ids => [.. Operations.Select(operation => operation.Id)];

    /// <summary>The query's text, without its parameters' values.</summary>
    public string? Sql { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>What the caller was told; null while it waits, and for good where the connection was lost.</summary>
    public int? Status { get; init; }

    /// <summary>In request units as the gateway reckons them, see <see cref="CosmosCharge"/>.</summary>
    public double Charge { get; init; }
}
