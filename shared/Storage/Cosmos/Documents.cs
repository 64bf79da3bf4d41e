using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// One container. Streams in and out: what is stored is written and read by our own serializer, and a refusal is an answer and no
/// exception.
/// </summary>
internal sealed class Documents(Container container)
{
    /// <summary>Tells a missing document (none or 0) from a missing container.</summary>
    private const string SubStatus = "x-ms-substatus";

    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    private static readonly ItemRequestOptions Blind = new() { EnableContentResponseOnWrite = false };

    /// <summary>Null where there is no such document.</summary>
    public async Task<T?> FindAsync<T>(string id, string partition, CancellationToken cancellation)
        where T : class
    {
        using ResponseMessage response = await container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound && response.Headers[SubStatus] is null or "0")
        {
            return null;
        }

        using JsonDocument json = await ContentAsync(response, cancellation);
        return Stored.Read<T>(json.RootElement);
    }

    /// <summary>Pages of what a query finds in one partition. One page is one view of the partition; two may not be.</summary>
    public async IAsyncEnumerable<List<T>> PagesAsync<T>(QueryDefinition query, string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // -1: as many as fit into an answer. Unset it would be 100.
        QueryRequestOptions options = new() { PartitionKey = new PartitionKey(partition), MaxItemCount = -1 };
        using FeedIterator feed = container.GetItemQueryStreamIterator(query, requestOptions: options);
        while (feed.HasMoreResults)
        {
            using ResponseMessage response = await feed.ReadNextAsync(cancellation);
            using JsonDocument json = await ContentAsync(response, cancellation);
            yield return [.. json.RootElement.GetProperty("Documents").EnumerateArray().Select(Stored.Read<T>)];
        }
    }

    public async Task<List<T>> QueryAsync<T>(QueryDefinition query, string partition, CancellationToken cancellation)
    {
        List<T> all = [];
        await foreach (List<T> page in PagesAsync<T>(query, partition, cancellation))
        {
            all.AddRange(page);
        }

        return all;
    }

    public Task<Written> CreateAsync<T>(T document, string partition, CancellationToken cancellation) =>
        WriteAsync(() => container.CreateItemStreamAsync(Body(document), new PartitionKey(partition), Blind, cancellation), cancellation);

    public Task<Written> UpsertAsync<T>(T document, string partition, CancellationToken cancellation) =>
        WriteAsync(() => container.UpsertItemStreamAsync(Body(document), new PartitionKey(partition), Blind, cancellation), cancellation);

    public Task<Written> ReplaceAsync<T>(T document, string id, string partition, string etag, CancellationToken cancellation)
    {
        ItemRequestOptions options = new() { EnableContentResponseOnWrite = false, IfMatchEtag = etag };
        return WriteAsync(() => container.ReplaceItemStreamAsync(Body(document), id, new PartitionKey(partition), options, cancellation), cancellation);
    }

    /// <summary>Refused where there is none.</summary>
    public Task<Written> DeleteAsync(string id, string partition, CancellationToken cancellation) =>
        WriteAsync(() => container.DeleteItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellation), cancellation);

    public Task<Written> DeleteAsync(string id, string partition, string etag, CancellationToken cancellation) =>
        WriteAsync(() => container.DeleteItemStreamAsync(id, new PartitionKey(partition), new ItemRequestOptions { IfMatchEtag = etag }, cancellation), cancellation);

    /// <summary>All of them or none.</summary>
    public async Task<Written> BatchAsync(string partition, Action<TransactionalBatch> fill, CancellationToken cancellation)
    {
        TransactionalBatch batch = container.CreateTransactionalBatch(new PartitionKey(partition));
        fill(batch);
        try
        {
            using TransactionalBatchResponse response = await batch.ExecuteAsync(cancellation);
            return Judge(response.StatusCode, null) ?? throw new CosmosException(response.ErrorMessage, response.StatusCode, 0, response.ActivityId, response.RequestCharge);
        }
        catch (Exception e) when (IsUnknown(e, cancellation))
        {
            return new Written(WriteOutcome.Unknown);
        }
    }

    private static async Task<Written> WriteAsync(Func<Task<ResponseMessage>> write, CancellationToken cancellation)
    {
        try
        {
            using ResponseMessage response = await write();
            return Judge(response.StatusCode, response.Headers.ETag) ?? Fail(response);
        }
        catch (Exception e) when (IsUnknown(e, cancellation))
        {
            return new Written(WriteOutcome.Unknown);
        }
    }

    private static Written Fail(ResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        throw new InvalidOperationException($"Cosmos DB answered {(int)response.StatusCode} to a write.");
    }

    private static async Task<JsonDocument> ContentAsync(ResponseMessage response, CancellationToken cancellation)
    {
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(response.Content, cancellationToken: cancellation);
    }

    private static MemoryStream Body<T>(T document) => new(Json.Bytes(document));

    private static Written? Judge(HttpStatusCode status, string? etag) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Written(WriteOutcome.Done, etag),
        HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => new Written(WriteOutcome.Refused),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Gone or RetryWith or >= HttpStatusCode.InternalServerError => new Written(WriteOutcome.Unknown),
        _ => null,
    };

    /// <summary>What the SDK throws when it got no answer at all.</summary>
    private static bool IsUnknown(Exception e, CancellationToken cancellation) => e switch
    {
        CosmosException cosmos => Judge(cosmos.StatusCode, null)?.Outcome is WriteOutcome.Unknown,
        HttpRequestException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };
}
