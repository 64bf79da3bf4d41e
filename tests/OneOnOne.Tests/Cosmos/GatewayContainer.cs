using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>One container: documents by partition key and id, with the service's rules. Not thread-safe; the gateway takes care of that.</summary>
/// <param name="partitionKeyPath">Of one property at the top, as "/repId".</param>
internal sealed class GatewayContainer(string rid, string partitionKeyPath, Func<long> nextETag)
{
    /// <summary>Any fixed second will do: there is no clock here, and nobody may rely on _ts.</summary>
    private const long WrittenAt = 1_767_225_600;

    private readonly Dictionary<string, GatewayPartition> _partitions = new(StringComparer.Ordinal);
    private readonly string _partitionKeyProperty = partitionKeyPath.TrimStart('/');
    private long _created;
    private long _writes;

    public string Rid => rid;

    public string SessionToken => string.Create(CultureInfo.InvariantCulture, $"0:-1#{_writes}");

    public IEnumerable<GatewayDocument> All =>
        _partitions.OrderBy(partition => partition.Key, StringComparer.Ordinal).SelectMany(partition => partition.Value.Documents.Values.OrderBy(document => document.Id, StringComparer.Ordinal));

    /// <summary>Newest first: without ORDER BY the service promises no order, so the one here is the one least likely to be what a caller hopes for.</summary>
    public IEnumerable<GatewayDocument> In(string partitionKey) => Partition(partitionKey).Documents.Values.OrderByDescending(document => document.Sequence);

    public CosmosResult Apply(CosmosOperation operation)
    {
        string key = PartitionKeyValue(operation.PartitionKey);
        if ((CosmosLimits.RefusesId(operation.Id) ?? CosmosLimits.RefusesPartitionKey(key)) is string reason)
        {
            return CosmosResult.Refused(400, reason);
        }
        GatewayPartition partition = Partition(key);
        GatewayDocument? existing = partition.Documents.GetValueOrDefault(operation.Id!);
        return operation.Kind switch
        {
            CosmosRequestKind.Create when existing is not null => CosmosResult.Refused(409, "A document with this id exists already."),
            CosmosRequestKind.Create => Put(partition, key, operation, operation.Body, null),
            CosmosRequestKind.Upsert when existing is not null && Stale(operation, existing) => CosmosResult.Refused(412, "The document has changed."),
            CosmosRequestKind.Upsert => Put(partition, key, operation, operation.Body, existing),
            _ when existing is null => CosmosResult.Refused(404, "There is no such document."),
            CosmosRequestKind.Read => Read(operation, existing),
            _ when Stale(operation, existing) => CosmosResult.Refused(412, "The document has changed."),
            CosmosRequestKind.Delete => Delete(partition, existing),
            CosmosRequestKind.Replace when CosmosBody.Id(operation.Body) != operation.Id => CosmosResult.Refused(400, "The id inside the document is not the one in the address."),
            CosmosRequestKind.Replace => Put(partition, key, operation, operation.Body, existing),
            CosmosRequestKind.Patch => Patch(partition, key, operation, existing),
            _ => throw new CosmosMisuseException($"The gateway does not know how to {operation.Kind} a document."),
        };
    }

    /// <summary>All of them, or none: then one result says why and the others 424.</summary>
    public IReadOnlyList<CosmosResult> ApplyTogether(string partitionKey, IReadOnlyList<CosmosOperation> operations)
    {
        GatewayPartition partition = Partition(PartitionKeyValue(partitionKey));
        ImmutableDictionary<string, GatewayDocument> before = partition.Documents;
        List<CosmosResult> results = [];
        foreach (CosmosOperation operation in operations)
        {
            CosmosResult result = Apply(operation);
            results.Add(result);
            if (result.Status >= 400)
            {
                partition.Documents = before;
                int failed = results.Count - 1;
                return [.. operations.Select((_, index) => index == failed ? result : new CosmosResult(424))];
            }
        }
        return results;
    }

    /// <summary>The header is a JSON array of the key's parts; ours have one part, a text.</summary>
    public static string PartitionKeyValue(string? header)
    {
        string?[]? parts = header is null ? null : JsonSerializer.Deserialize<JsonElement[]>(header)!.Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : null).ToArray();
        return parts is [string value] ? value : throw new CosmosMisuseException($"A document request needs a partition key of one text; it came with {header ?? "none"}.");
    }

    private static CosmosResult Read(CosmosOperation operation, GatewayDocument document) => operation.IfNoneMatch == document.ETag
        ? new CosmosResult(304) { ETag = document.ETag, Charge = CosmosCharge.Refused }
        : new CosmosResult(200) { ETag = document.ETag, Body = document.Stored, Charge = CosmosCharge.Read(document.Stored.Length) };

    private static bool Stale(CosmosOperation operation, GatewayDocument document) => operation.IfMatch is not (null or "*") && operation.IfMatch != document.ETag;

    private GatewayPartition Partition(string key)
    {
        if (!_partitions.TryGetValue(key, out GatewayPartition? partition))
        {
            _partitions.Add(key, partition = new GatewayPartition());
        }
        return partition;
    }

    private CosmosResult Delete(GatewayPartition partition, GatewayDocument document)
    {
        partition.Documents = partition.Documents.Remove(document.Id);
        _writes++;
        return new CosmosResult(204) { Charge = CosmosCharge.Write(document.Stored.Length) };
    }

    private CosmosResult Patch(GatewayPartition partition, string key, CosmosOperation operation, GatewayDocument existing)
    {
        (byte[]? patched, CosmosResult? refusal) = GatewayPatch.Apply(operation.Body, existing, _partitionKeyProperty);
        return refusal ?? Put(partition, key, operation, patched, existing);
    }

    private CosmosResult Put(GatewayPartition partition, string key, CosmosOperation operation, ReadOnlyMemory<byte> body, GatewayDocument? existing)
    {
        if (CosmosBody.Parse(body) is not { } document)
        {
            return CosmosResult.Refused(400, "The body is no JSON object.");
        }
        if (CosmosBody.Text(document, _partitionKeyProperty) != key)
        {
            return CosmosResult.Refused(400, "PartitionKey extracted from document doesn't match the one specified in the header.", 1001);
        }
        if (body.Length > CosmosLimits.Document)
        {
            return CosmosResult.Refused(413, $"The document has {body.Length} bytes; {CosmosLimits.Document} are allowed.");
        }
        long sequence = existing?.Sequence ?? ++_created;
        string etag = string.Create(CultureInfo.InvariantCulture, $"\"00000000-0000-0000-0000-{nextETag():x12}\"");
        byte[] stored = CosmosBody.Write(writer => WriteStored(writer, document, sequence, etag));
        partition.Documents = partition.Documents.SetItem(operation.Id!, new GatewayDocument(key, operation.Id!, sequence, etag, stored));
        _writes++;
        return new CosmosResult(existing is null ? 201 : 200) { ETag = etag, Body = operation.Minimal ? null : stored, Charge = CosmosCharge.Write(stored.Length) };
    }

    private void WriteStored(Utf8JsonWriter writer, JsonElement document, long sequence, string etag)
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in document.EnumerateObject().Where(property => !GatewayDocument.IsServices(property.Name)))
        {
            writer.WritePropertyName(property.Name);
            writer.WriteStored(property.Value);
        }
        writer.WriteString("_rid", GatewayRid.OfDocument(rid, sequence));
        writer.WriteString("_self", string.Empty);
        writer.WriteString("_etag", etag);
        writer.WriteString("_attachments", "attachments/");
        writer.WriteNumber("_ts", WrittenAt);
        writer.WriteEndObject();
    }
}
