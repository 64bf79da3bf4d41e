namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>What the template already names and the code does not yet. Each line goes when the code has it; the file with the last.</summary>
internal static class Coming
{
    public static IEnumerable<string> Settings =>
    [
        "Cosmos__AccountEndpoint", "Cosmos__Database", "EntraId__TenantId", "EntraId__ClientId", "EntraId__Instance", "EntraId__PersonClaim",
    ];

    /// <summary>Those of them that have no default.</summary>
    public static IEnumerable<string> RequiredSettings => ["Cosmos__AccountEndpoint", "EntraId__TenantId", "EntraId__ClientId"];

    public const string Database = "oneonone";

    /// <summary>Each container with what its queries filter on, besides the id; the partition key first.</summary>
    public static IReadOnlyDictionary<string, string[]> Containers { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["books"] = ["/repId", "/name", "/a/open", "/b/open", "/a/generation", "/b/generation"],
        ["runs"] = ["/runId", "/kind", "/audience"],
        ["people"] = ["/personId"],
    };
}
