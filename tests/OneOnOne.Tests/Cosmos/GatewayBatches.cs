namespace OneOnOne.Tests.Cosmos;

/// <summary>Several operations in one request.</summary>
internal static class GatewayBatches
{
    private const int SomeFailed = 207;

    /// <summary>A transaction.</summary>
    public static CosmosResult Together(GatewayContainer container, CosmosRequest request, int bytes)
    {
        if (Refuses(request, bytes) is CosmosResult refusal)
        {
            return refusal;
        }
        if (request.PartitionKey is null)
        {
            throw new CosmosMisuseException("A transactional batch without a partition key.");
        }
        return Gather(container.ApplyTogether(request.PartitionKey, request.Operations));
    }

    /// <summary>What the SDK gathers for bulk execution.</summary>
    public static CosmosResult EachForItself(GatewayContainer container, CosmosRequest request, int bytes) =>
        Refuses(request, bytes) ?? Gather([.. request.Operations.Select(container.Apply)]);

    private static CosmosResult? Refuses(CosmosRequest request, int bytes) => request.Operations.Count switch
    {
        0 => CosmosResult.Refused(400, "A batch needs operations."),
        > CosmosLimits.BatchOperations => CosmosResult.Refused(400, $"A batch has {request.Operations.Count} operations; {CosmosLimits.BatchOperations} are allowed."),
        _ => bytes > CosmosLimits.Batch ? CosmosResult.Refused(413, $"A batch has {bytes} bytes; {CosmosLimits.Batch} are allowed.") : null,
    };

    private static CosmosResult Gather(IReadOnlyList<CosmosResult> parts) => new(parts.All(part => part.Status < 400) ? 200 : SomeFailed)
    {
        Parts = [.. parts.Select(part => part.Status < 400 ? part : part with { Body = null })],
        Charge = parts.Sum(part => part.Charge),
    };
}
