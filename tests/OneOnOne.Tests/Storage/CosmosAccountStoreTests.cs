using Microsoft.Azure.Cosmos;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>
/// On a real account, in a database of its own that is deleted afterwards. It takes the account's key, as no identity is allowed to
/// make a database through this API.
/// </summary>
public sealed class CosmosAccountStoreTests : StoreContract, IAsyncLifetime
{
    private const string Account = "ONEONONE_COSMOS_ACCOUNT";
    private const string Key = "ONEONONE_COSMOS_KEY";

    private CosmosClient? _client;
    private Database? _database;
    private CosmosStore? _store;

    protected override IBookStore Books => _store!.Books;

    protected override IRunStore Runs => _store!.Runs;

    public async Task InitializeAsync()
    {
        (string? account, string? key) = (Environment.GetEnvironmentVariable(Account), Environment.GetEnvironmentVariable(Key));
        Skip.If(string.IsNullOrEmpty(account) || string.IsNullOrEmpty(key), $"This test needs a Cosmos DB account. Set {Account} to its address and {Key} to its key.");
        _client = new CosmosClient(account, key, CosmosStore.Options());
        _database = await CosmosLayout.CreateAsync(_client, $"oneonone-{Guid.NewGuid():n}");
        _store = CosmosStore.Create(_client, _database.Id, "1", new RetentionSettings());
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
