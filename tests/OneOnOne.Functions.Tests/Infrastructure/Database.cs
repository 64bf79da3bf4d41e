using OneOnOne.Storage.Cosmos;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>Cosmos DB as the template makes it against what the store expects to find.</summary>
internal static class Database
{
    public const string Container = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers";

    /// <summary>Each container with what its queries filter on, besides the id; the partition key first.</summary>
    private static readonly Dictionary<string, string[]> Containers = new(StringComparer.Ordinal)
    {
        ["books"] = ["/repId", "/name", "/a/open", "/b/open", "/a/generation", "/b/generation"],
        ["runs"] = ["/runId", "/kind", "/audience"],
        ["people"] = ["/personId", "/inForceUntil"],
        ["audit"] = ["/personId", "/at", "/reader"],
    };

    public static IEnumerable<string> Faults(BicepTemplate template)
    {
        Dictionary<string, BicepResource> made = template.OfType(Container).ToDictionary(one => template.Text(one.Resource, "name")!, one => one.Resource, StringComparer.Ordinal);
        return
        [
            .. template.Text(template.Resources["database"], "name") == CosmosStore.DefaultDatabase ? [] : new[] { $"The database is not called {CosmosStore.DefaultDatabase}." },
            .. template.Text(template.At(template.Resources["cosmos"], "properties", "consistencyPolicy", "defaultConsistencyLevel")) == "Strong" ? [] : new[] { "The account is not strongly consistent." },
            .. Containers.Keys.Except(made.Keys, StringComparer.Ordinal).Select(name => $"There is no container {name}."),
            .. made.Keys.Except(Containers.Keys, StringComparer.Ordinal).Select(name => $"Nobody uses the container {name}."),
            .. made.Where(one => Containers.ContainsKey(one.Key)).SelectMany(one => Faults(template, one.Key, one.Value)),
        ];
    }

    private static IEnumerable<string> Faults(BicepTemplate template, string name, BicepResource container)
    {
        string[] filters = Containers[name];
        if (Texts(template, template.At(container, "properties", "resource", "partitionKey", "paths")) is not [{ } path] || path != filters[0])
        {
            yield return $"The container {name} is not partitioned by {filters[0]}.";
        }

        // Documents with a time to live of their own expire only where the container lets them.
        if ((template.Text(template.At(container, "properties", "resource", "defaultTtl")) == "-1") != (name == "audit"))
        {
            yield return $"The container {name} {(name == "audit" ? "lets nothing expire" : "lets documents expire")}.";
        }

        // The partition key among them: Cosmos DB leaves it out of an index that excludes the rest.
        string?[] indexed = [.. Paths(template, container, "includedPaths")];
        foreach (string filter in filters.Where(filter => !indexed.Contains(filter + "/?", StringComparer.Ordinal)))
        {
            yield return $"The container {name} does not index {filter}.";
        }

        foreach (string? surplus in indexed.Except(filters.Select(filter => filter + "/?"), StringComparer.Ordinal))
        {
            yield return $"The container {name} indexes {surplus}, which no query filters on.";
        }

        if (!Paths(template, container, "excludedPaths").Contains("/*", StringComparer.Ordinal))
        {
            yield return $"The container {name} indexes bodies.";
        }
    }

    private static IEnumerable<string?> Paths(BicepTemplate template, BicepResource container, string which) =>
        (template.At(container, "properties", "resource", "indexingPolicy", which) as BicepValue.Array)?.Items.Select(one => template.Text(one.At("path"))) ?? [];

    private static string?[] Texts(BicepTemplate template, BicepValue? value) => [.. (value as BicepValue.Array)?.Items.Select(template.Text) ?? []];
}
