using OneOnOne.Storage.Cosmos;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>The rights that the template gives: those that the code needs, each where it needs them, and no others.</summary>
internal static class Roles
{
    private const string Sender = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39";
    private const string Receiver = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0";
    private const string StorageBlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string StorageBlobDataReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    private const string StorageBlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string KeyVaultSecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string MonitoringMetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string CosmosDataContributor = "00000000-0000-0000-0000-000000000002";

    /// <summary>As pairs of role and the symbol of what it is given on.</summary>
    public static IEnumerable<string> Faults(BicepTemplate template)
    {
        string[] needed =
        [
            .. CodeEntities.SentTo.Select(setting => Right(Sender, Sent(template, setting))),
            .. CodeEntities.Places.Select(place => Right(Receiver, Messaging.Resource(template, place)?.Symbol)),
            .. template.OfType(Database.Container).Select(one => Right(CosmosDataContributor, $"${{cosmos.id}}/dbs/{CosmosStore.DefaultDatabase}/colls/{template.Text(one.Resource, "name")}")),
            Right(StorageBlobDataOwner, "storage"), Right(StorageBlobDataReader, "exports"), Right(StorageBlobDataContributor, "mirrors"), Right(KeyVaultSecretsUser, "vault"), Right(MonitoringMetricsPublisher, "insights"),
        ];
        (string Symbol, BicepResource Resource)[] given =
        [
            .. template.OfType("Microsoft.Authorization/roleAssignments"), .. template.OfType("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments"),
        ];
        string[] rights = [.. given.Select(one => Given(template, one.Resource))];
        return
        [
            .. rights.Except(needed, StringComparer.Ordinal).Select(right => $"Nobody needs {right}."),
            .. needed.Except(rights, StringComparer.Ordinal).Select(right => $"The app lacks {right}."),
            .. given.Where(one => template.Text(one.Resource, "properties", "principalId") != "identity.properties.principalId")
                .Select(one => $"{one.Symbol} is given to somebody else than the app."),
        ];
    }

    private static string Given(BicepTemplate template, BicepResource assignment) => Right(
        (template.Text(assignment, "properties", "roleDefinitionId") ?? "").Trim(')', '\'').Split('/', '\'')[^1],
        template.Text(assignment.Body.At("scope") ?? template.At(assignment, "properties", "scope")));

    private static string? Sent(BicepTemplate template, string setting) =>
        (AppSettings.Of(template).GetValueOrDefault(setting) as BicepValue.Expression)?.Source.Split('.')[0];

    private static string Right(string role, string? scope) => $"the role {role} on {scope ?? "the resource group"}";
}
