using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

public sealed class CosmosServerJournalTests : JournalContract, IAsyncLifetime
{
    private CosmosServer? _server;
    private IJournal? _journal;

    protected override IJournal Journal => _journal!;

    public async Task InitializeAsync()
    {
        Needs.That(CosmosServer.Address is not null, $"This test needs the Cosmos DB server that .ci/run starts. Set {CosmosServer.Variable} to its address.");
        _server = new CosmosServer(CosmosServer.Address!);
        string database = (await _server.CreateAsync()).Id;
        _journal = CosmosStore.Create(_server.Client(CosmosStore.Options()), database, "1", new RetentionSettings()).Journal;
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DropAsync();
        }
    }
}
