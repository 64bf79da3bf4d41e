using Azure.Identity;
using Microsoft.Azure.Cosmos;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>
/// On a real account, in a database of its own that is deleted afterwards. Whoever is signed in must be allowed to make databases
/// there, or ONEONONE_COSMOS_KEY holds the account's key.
/// </summary>
public sealed class CosmosAccountStoreTests : StoreContract, IAsyncLifetime
{
    private const string Variable = "ONEONONE_COSMOS_ACCOUNT";

    private CosmosClient? _client;
    private Database? _database;
    private CosmosStore? _store;

    protected override IBookStore Books => _store!.Books;

    protected override IRunStore Runs => _store!.Runs;

    public async Task InitializeAsync()
    {
        string? account = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(account), $"This test needs a Cosmos DB account. Set {Variable} to its address.");
        string? key = Environment.GetEnvironmentVariable("ONEONONE_COSMOS_KEY");
        _client = key is null ? new CosmosClient(account, new DefaultAzureCredential(), CosmosStore.Options()) : new CosmosClient(account, key, CosmosStore.Options());
        _database = await CosmosLayout.CreateAsync(_client, $"oneonone-{Guid.NewGuid():n}");
        _store = CosmosStore.Create(_client, _database.Id, "1");
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DeleteAsync();
        }

        _client?.Dispose();
    }
}
