namespace OneOnOne.Tests.Cosmos;

/// <summary>The headers of the REST protocol that matter here.</summary>
internal static class CosmosHeaders
{
    public const string PartitionKey = "x-ms-documentdb-partitionkey";
    public const string IsUpsert = "x-ms-documentdb-is-upsert";
    public const string IsQuery = "x-ms-documentdb-isquery";
    public const string IsQueryPlan = "x-ms-cosmos-is-query-plan-request";
    public const string IsBatch = "x-ms-cosmos-is-batch-request";
    public const string IsAtomic = "x-ms-cosmos-batch-atomic";
    public const string MaxItemCount = "x-ms-max-item-count";
    public const string ItemCount = "x-ms-item-count";
    public const string Continuation = "x-ms-continuation";
    public const string SessionToken = "x-ms-session-token";
    public const string Charge = "x-ms-request-charge";
    public const string SubStatus = "x-ms-substatus";
    public const string RetryAfter = "x-ms-retry-after-ms";
    public const string ContainerPath = "x-ms-alt-content-path";
    public const string ContainerRid = "x-ms-content-path";

    public static string? Value(this HttpRequestMessage request, string header) => request.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.First() : null;

    public static bool Says(this HttpRequestMessage request, string header) => bool.TryParse(request.Value(header), out bool value) && value;
}
