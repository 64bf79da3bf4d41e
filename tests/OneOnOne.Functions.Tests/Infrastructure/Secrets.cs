namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>Nothing that opens anything stands in the template, in what it sets or in what it answers; nothing can be opened with a key.</summary>
internal static class Secrets
{
    private static readonly string[] Keys = ["listkeys", "primarykey", "accountkey", "sharedaccess", "primaryconnectionstring", "endpoint=sb:"];

    /// <summary>What each resource must have.</summary>
    private static readonly (string Symbol, string[] Path, string Value)[] Closed =
    [
        ("storage", ["properties", "allowSharedKeyAccess"], "false"),
        ("storage", ["properties", "allowBlobPublicAccess"], "false"),
        ("storage", ["properties", "minimumTlsVersion"], "TLS1_2"),
        ("storage", ["properties", "supportsHttpsTrafficOnly"], "true"),
        ("exportStorage", ["properties", "allowSharedKeyAccess"], "false"),
        ("exportStorage", ["properties", "allowBlobPublicAccess"], "false"),
        ("exportStorage", ["properties", "minimumTlsVersion"], "TLS1_2"),
        ("exportStorage", ["properties", "supportsHttpsTrafficOnly"], "true"),
        ("bus", ["properties", "disableLocalAuth"], "true"),
        ("bus", ["properties", "minimumTlsVersion"], "1.2"),
        ("cosmos", ["properties", "disableLocalAuth"], "true"),
        ("cosmos", ["properties", "minimalTlsVersion"], "Tls12"),
        ("insights", ["properties", "DisableLocalAuth"], "true"),
        ("workspace", ["properties", "features", "disableLocalAuth"], "true"),
        ("vault", ["properties", "enableRbacAuthorization"], "true"),
        ("vault", ["properties", "enableSoftDelete"], "true"),
        ("vault", ["properties", "enablePurgeProtection"], "true"),
        ("app", ["properties", "httpsOnly"], "true"),
        ("app", ["properties", "keyVaultReferenceIdentity"], "identity.id"),
        ("app", ["properties", "siteConfig", "ftpsState"], "Disabled"),
        ("app", ["properties", "siteConfig", "minTlsVersion"], "1.2"),
        ("noFtpPassword", ["properties", "allow"], "false"),
        ("noDeployPassword", ["properties", "allow"], "false"),
    ];

    public static IEnumerable<string> Faults(BicepTemplate template) =>
    [
        .. Keys.Where(key => template.Source.Contains(key, StringComparison.OrdinalIgnoreCase)).Select(key => $"A key is handled: {key}."),
        .. Closed.Where(one => Has(template, one.Symbol, one.Path) != one.Value).Select(one => $"{one.Symbol} does not have {string.Join('.', one.Path)} {one.Value}."),
        .. AppSettings.Of(template).Where(one => IsSecret(one.Key) && !(template.Text(one.Value) ?? "").StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal))
            .Select(one => $"{one.Key} does not come from the vault."),
        .. template.Outputs.Where(one => Mentions(one.Value, "ConnectionString")).Select(one => $"The output {one.Key} gives a secret away."),
        .. template.Parameters.Where(one => one.Value.Decorators.Contains("@secure()")).Select(one => $"The parameter {one.Key} is a secret; secrets go into the vault."),
    ];

    private static string? Has(BicepTemplate template, string symbol, string[] path) =>
        template.Resources.TryGetValue(symbol, out BicepResource? resource) ? template.Text(resource, path) : null;

    /// <summary>A public key is none.</summary>
    private static bool IsSecret(string setting) =>
        (setting.Contains("Key", StringComparison.Ordinal) && !setting.Contains("PublicKey", StringComparison.Ordinal))
        || setting.Contains("Secret", StringComparison.OrdinalIgnoreCase) || setting.Contains("Password", StringComparison.OrdinalIgnoreCase)
        || setting.Contains("Token", StringComparison.Ordinal);

    private static bool Mentions(BicepValue value, string name) => value switch
    {
        BicepValue.Text text => text.Value.Contains(name, StringComparison.Ordinal),
        BicepValue.Expression expression => expression.Source.Contains(name, StringComparison.Ordinal),
        _ => true,
    };
}
