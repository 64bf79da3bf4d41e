using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

public sealed class CosmosServerTests : CosmosContract
{
    private CosmosServer? _server;

    public override async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DropAsync();
        }
    }

    private protected override Task<Database> CreateAsync()
    {
        Needs.That(CosmosServer.Address is not null, $"This test needs the Cosmos DB server that .ci/run starts. Set {CosmosServer.Variable} to its address.");
        _server = new CosmosServer(CosmosServer.Address!);
        return _server.CreateAsync();
    }

    private protected override CosmosClient Bulk() => _server!.Client(new CosmosClientOptions { AllowBulkExecution = true });
}
