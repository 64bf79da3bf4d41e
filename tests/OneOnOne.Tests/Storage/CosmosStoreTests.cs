using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class CosmosStoreTests : StoreContract, IAsyncLifetime
{
    private CosmosWorld? _world;
    private OneOnOne.Storage.Cosmos.CosmosStore? _store;

    protected override IBookStore Books => _store!.Books;

    protected override IRunStore Runs => _store!.Runs;

    public async Task InitializeAsync()
    {
        _world = await CosmosWorld.CreateAsync();
        _store = _world.Start();
    }

    public Task DisposeAsync()
    {
        _world!.Dispose();
        return Task.CompletedTask;
    }
}
