using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The containers as they are deployed.</summary>
internal static class CosmosLayout
{
    public const string Database = "oneonone";

    public static IReadOnlyList<(string Container, string PartitionKeyPath)> Containers { get; } = [("books", "/repId"), ("runs", "/runId"), ("people", "/personId"), ("audit", "/personId")];

    public static async Task<Database> CreateAsync(CosmosClient client, string database = Database) =>
        await AddContainersAsync((await client.CreateDatabaseAsync(database)).Database);

    public static async Task<Database> AddContainersAsync(Database database)
    {
        foreach ((string container, string path) in Containers)
        {
            await database.CreateContainerAsync(container, path);
        }

        return database;
    }
}
