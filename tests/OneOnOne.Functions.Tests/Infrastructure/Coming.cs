namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>What the template already names and the code does not yet. Each line goes when the code has it; the file with the last.</summary>
internal static class Coming
{
    public static IEnumerable<string> Settings =>
    [
        "EntraId__TenantId", "EntraId__ClientId", "EntraId__Instance", "EntraId__PersonClaim",
        "SendGrid__WebhookPublicKey",
    ];

    /// <summary>Those of them that have no default.</summary>
    public static IEnumerable<string> RequiredSettings => ["EntraId__TenantId", "EntraId__ClientId"];

    public static IEnumerable<string> Metrics => ["oneonone.deadletters", "oneonone.deliveries"];
}
