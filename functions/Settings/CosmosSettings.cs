using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Settings;
using OneOnOne.Storage.Cosmos;

namespace OneOnOne.Functions.Settings;

/// <summary>Where books and runs are kept. The containers are there already: deployment makes them, the app has no right to.</summary>
public sealed record CosmosSettings
{
    public string AccountEndpoint { get; init; } = "";

    public string Database { get; init; } = CosmosStore.DefaultDatabase;

    internal static ImmutableArray<Setting<CosmosSettings>> All { get; } =
    [
        new("AccountEndpoint", "", "an address such as https://contoso.documents.azure.com/", "Cosmos DB account that holds books and runs.",
            (all, value) => Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps ? all with { AccountEndpoint = value } : null!),
        new("Database", CosmosStore.DefaultDatabase, "a database's name", "Database in that account.",
            (all, value) => value.Length > 0 ? all with { Database = value } : null!),
    ];

    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static CosmosSettings Read(IConfiguration configuration)
    {
        FunctionsSettings.Required(configuration, Names.CosmosAccountEndpoint);
        return Values.ApplyAll(configuration.GetSection(Names.Cosmos), new CosmosSettings(), All);
    }
}
