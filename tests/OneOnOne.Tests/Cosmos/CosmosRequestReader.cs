namespace OneOnOne.Tests.Cosmos;

/// <summary>Tells what a request of the SDK is.</summary>
internal static class CosmosRequestReader
{
    /// <summary>The parts of dbs/{database}/colls/{container}/docs/{id}.</summary>
    public static string[] Segments(HttpRequestMessage request) =>
        [.. request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    public static async Task<CosmosRequest> ReadAsync(HttpRequestMessage request, byte[] body)
    {
        string[] segments = Segments(request);
        string? partitionKey = request.Value(CosmosHeaders.PartitionKey);
        CosmosRequestKind kind = KindOf(request, segments);
        CosmosRequest read = new(kind, request.Method.Method, request.RequestUri!.AbsolutePath)
        {
            Container = segments.Length > 3 ? segments[3] : null,
            PartitionKey = partitionKey,
            SessionToken = request.Value(CosmosHeaders.SessionToken),
        };
        return kind switch
        {
            CosmosRequestKind.Metadata => read,
            CosmosRequestKind.Batch or CosmosRequestKind.Bulk => read with { Operations = await HybridRowBatch.DecodeAsync(body, partitionKey) },
            CosmosRequestKind.Query or CosmosRequestKind.QueryPlan => read with { Sql = CosmosBody.Parse(body) is { } query ? CosmosBody.Text(query, "query") : null },
            _ => read with { Operations = [Operation(request, segments, kind, partitionKey, body)] },
        };
    }

    private static CosmosRequestKind KindOf(HttpRequestMessage request, string[] segments)
    {
        if (segments is not [_, _, _, _, "docs", ..])
        {
            return CosmosRequestKind.Metadata;
        }
        if (request.Value("A-IM") is not null)
        {
            throw Unknown(request);
        }
        return (request.Method.Method, segments.Length) switch
        {
            ("POST", 5) when request.Says(CosmosHeaders.IsQueryPlan) => CosmosRequestKind.QueryPlan,
            ("POST", 5) when request.Says(CosmosHeaders.IsBatch) => request.Says(CosmosHeaders.IsAtomic) ? CosmosRequestKind.Batch : CosmosRequestKind.Bulk,
            ("POST", 5) when request.Says(CosmosHeaders.IsQuery) => CosmosRequestKind.Query,
            ("POST", 5) when request.Says(CosmosHeaders.IsUpsert) => CosmosRequestKind.Upsert,
            ("POST", 5) => CosmosRequestKind.Create,
            ("GET", 6) => CosmosRequestKind.Read,
            ("PUT", 6) => CosmosRequestKind.Replace,
            ("PATCH", 6) => CosmosRequestKind.Patch,
            ("DELETE", 6) => CosmosRequestKind.Delete,
            _ => throw Unknown(request),
        };
    }

    private static CosmosOperation Operation(HttpRequestMessage request, string[] segments, CosmosRequestKind kind, string? partitionKey, byte[] body) =>
        new(kind, partitionKey, segments.Length == 6 ? segments[5] : CosmosBody.Id(body), body)
        {
            IfMatch = request.Value("If-Match"),
            IfNoneMatch = request.Value("If-None-Match"),
            Minimal = request.Value("Prefer") == "return=minimal",
        };

    public static CosmosMisuseException Unknown(HttpRequestMessage request) =>
        new($"The gateway does not know the request {request.Method} {request.RequestUri!.AbsolutePath}{(request.Value("A-IM") is string feed ? $" (A-IM: {feed})" : string.Empty)}.");
}
