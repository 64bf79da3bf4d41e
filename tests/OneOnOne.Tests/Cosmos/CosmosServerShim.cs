using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Stands between the SDK and <see cref="CosmosServer"/> and supplies what that server lacks: query plans, queries that stay in their partition, reads of what has changed only, and batches.</summary>
internal sealed partial class CosmosServerShim(HttpMessageHandler server) : DelegatingHandler(server)
{
    private const string EnableCrossPartition = "x-ms-documentdb-query-enablecrosspartition";

    private readonly ConcurrentDictionary<string, string> _partitionKeyProperties = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Says(CosmosHeaders.IsQueryPlan))
        {
            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent(GatewayQueries.Plan, Encoding.UTF8, "application/json") };
        }
        if (CosmosRequestReader.Segments(request) is [_, _, _, _, "docs", ..])
        {
            // Without it the server compares the partition key before it looks whether the document is there, and fails with 500 where it is not.
            request.Headers.Remove(EnableCrossPartition);
            request.Headers.Add(EnableCrossPartition, "True");
        }
        if (request.Says(CosmosHeaders.IsBatch))
        {
            return await SendBatchAsync(request, cancellationToken);
        }
        if (request.Says(CosmosHeaders.IsQuery) && request.Value(CosmosHeaders.PartitionKey) is string partitionKey)
        {
            await StayInPartitionAsync(request, GatewayContainer.PartitionKeyValue(partitionKey), cancellationToken);
        }
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get && answer.IsSuccessStatusCode && request.Value("If-None-Match") is string known
            && answer.Headers.NonValidated.TryGetValues("etag", out HeaderStringValues etag) && etag.ToString() == known)
        {
            answer.StatusCode = HttpStatusCode.NotModified;
        }
        return answer;
    }

    /// <summary>The server heeds the partition key of a query only where the query's text asks for it.</summary>
    private async Task StayInPartitionAsync(HttpRequestMessage request, string partitionKey, CancellationToken cancellationToken)
    {
        const string parameter = "@partitionKeyOfTheShim";
        JsonObject body = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
        string sql = body["query"]!.GetValue<string>();
        Match from = From().Match(sql);
        Match tail = Tail().Match(sql);
        int end = tail.Success ? tail.Index : sql.Length;
        string condition = $"{from.Groups["alias"].Value}[\"{await PartitionKeyPropertyAsync(request, cancellationToken)}\"] = {parameter}";
        Match where = Where().Match(sql[..end]);
        body["query"] = where.Success
            ? $"{sql[..where.Index]}WHERE {condition} AND ({sql[(where.Index + where.Length)..end]}) {sql[end..]}"
            : $"{sql[..end]} WHERE {condition} {sql[end..]}";
        JsonArray parameters = body["parameters"] as JsonArray ?? [];
        parameters.Add(new JsonObject { ["name"] = parameter, ["value"] = partitionKey });
        body["parameters"] = parameters;
        StringContent content = new(body.ToJsonString());
        content.Headers.ContentType = request.Content.Headers.ContentType;
        request.Content = content;
    }

    private async Task<string> PartitionKeyPropertyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string container = request.RequestUri!.AbsolutePath[..request.RequestUri.AbsolutePath.LastIndexOf("/docs", StringComparison.Ordinal)];
        if (!_partitionKeyProperties.TryGetValue(container, out string? property))
        {
            using HttpRequestMessage definition = new(HttpMethod.Get, new Uri(request.RequestUri, container));
            using HttpResponseMessage answer = await base.SendAsync(definition, cancellationToken);
            JsonNode? paths = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken))!["partitionKey"]!["paths"];
            property = paths![0]!.GetValue<string>().TrimStart('/');
            _partitionKeyProperties[container] = property;
        }
        return property;
    }

    /// <summary>The server takes batches as JSON, as the SDK for JavaScript sends them.</summary>
    private async Task<HttpResponseMessage> SendBatchAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        List<CosmosOperation> operations = [];
        foreach (CosmosOperation operation in await HybridRowBatch.DecodeAsync(body, request.Value(CosmosHeaders.PartitionKey)))
        {
            operations.Add(operation.Kind is CosmosRequestKind.Patch ? await PatchedAsync(request, operation, cancellationToken) : operation);
        }
        request.Content = new StringContent(new JsonArray([.. operations.Select(Operation)]).ToJsonString(), Encoding.UTF8, "application/json");
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return answer;
        }
        JsonArray parts = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!.AsArray();
        CosmosResult[] results = [.. parts.Select(part => Part(part!))];
        answer.StatusCode = results.All(result => result.Status < 400) ? HttpStatusCode.OK : HttpStatusCode.MultiStatus;
        answer.Content = new ByteArrayContent(await HybridRowBatch.EncodeAsync(results));
        return answer;
    }

    /// <summary>The server cannot patch in a batch: the document as it is to be goes there instead, guarded by the ETag of the one that was read.</summary>
    private async Task<CosmosOperation> PatchedAsync(HttpRequestMessage request, CosmosOperation patch, CancellationToken cancellationToken)
    {
        using HttpRequestMessage read = new(HttpMethod.Get, new Uri($"{request.RequestUri!.AbsoluteUri.TrimEnd('/')}/{patch.Id}"));
        read.Headers.Add(CosmosHeaders.PartitionKey, patch.PartitionKey);
        read.Headers.Add(EnableCrossPartition, "True");
        using HttpResponseMessage answer = await base.SendAsync(read, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return patch with { Kind = CosmosRequestKind.Replace, Body = "{}"u8.ToArray() }; // It is not there, which the server will say itself.
        }
        JsonObject document = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
        foreach (JsonNode? change in JsonNode.Parse(patch.Body.Span)!["operations"]!.AsArray())
        {
            string path = change!["path"]!.GetValue<string>().TrimStart('/');
            if (change["op"]!.GetValue<string>() != "set" || path.Contains('/', StringComparison.Ordinal))
            {
                throw new NotSupportedException($"The shim cannot do this in a batch: {change.ToJsonString()}");
            }
            document[path] = change["value"]?.DeepClone();
        }
        return patch with
        {
            Kind = CosmosRequestKind.Replace,
            Body = Encoding.UTF8.GetBytes(document.ToJsonString()),
            IfMatch = patch.IfMatch ?? document["_etag"]!.GetValue<string>(),
        };
    }

    private static JsonObject Operation(CosmosOperation operation) => new()
    {
        ["operationType"] = operation.Kind.ToString(),
        ["partitionKey"] = operation.PartitionKey,
        ["id"] = operation.Id,
        ["ifMatch"] = operation.IfMatch,
        ["resourceBody"] = operation.Body.IsEmpty ? null : JsonNode.Parse(operation.Body.Span),
    };

    private static CosmosResult Part(JsonNode part) => new(part["statusCode"]!.GetValue<int>())
    {
        ETag = part["eTag"]?.GetValue<string>(),
        Body = part["resourceBody"] is JsonNode body ? Encoding.UTF8.GetBytes(body.ToJsonString()) : null,
        Charge = 1,
    };

    [GeneratedRegex(@"\bFROM\s+(?<alias>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();

    [GeneratedRegex(@"\bWHERE\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Where();

    [GeneratedRegex(@"\bORDER\s+BY\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tail();
}
