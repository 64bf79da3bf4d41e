using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>On somebody else's reading of Cosmos DB. What it cannot do is left to the gateway in this process: see <see cref="CosmosServer"/>.</summary>
public sealed class CosmosServerStoreTests : StoreContract, IAsyncLifetime
{
    private CosmosServer? _server;
    private CosmosStore? _store;

    protected override IBookStore Books => _store!.Books;

    protected override IRunStore Runs => _store!.Runs;

    public async Task InitializeAsync()
    {
        Needs.That(CosmosServer.Address is not null, $"This test needs the Cosmos DB server that .ci/run starts. Set {CosmosServer.Variable} to its address.");
        _server = new CosmosServer(CosmosServer.Address!);
        string database = (await _server.CreateAsync()).Id;
        _store = CosmosStore.Create(_server.Client(CosmosStore.Options()), database, "1", new RetentionSettings());
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DropAsync();
        }
    }
}
