using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

public sealed class CosmosGatewayTests : CosmosContract
{
    private readonly CosmosGateway _gateway = new();

    public override Task DisposeAsync()
    {
        _gateway.Dispose();
        return Task.CompletedTask;
    }

    private protected override Task<Database> CreateAsync() => _gateway.CreateAsync();

    private protected override CosmosClient Bulk() => _gateway.Client(new CosmosClientOptions { AllowBulkExecution = true });
}
