using OneOnOne.Functions.Settings;
using OneOnOne.Http.SignIn;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>The app settings of the template against those that the code reads.</summary>
internal static class AppSettings
{
    /// <summary>Read by the Functions host and its extensions.</summary>
    private static readonly string[] OfTheHost =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsDisableHomepage",
        "AZURE_FUNCTIONS_ENVIRONMENT", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "ServiceBus__credential", "ServiceBus__clientId",
    ];

    /// <summary>Have a default that suits nobody's company, or none.</summary>
    private static readonly string[] Expected =
    [
        "AZURE_CLIENT_ID", "Ingest__Container", "SendGrid__ApiKey", "SendGrid__Sandbox", "Delivery__FromAddress", "Delivery__AllowedDomains",
    ];

    /// <summary>By name; a setting that is set in some cases only has the value of those.</summary>
    public static IReadOnlyDictionary<string, BicepValue> Of(BicepTemplate template) => template.Variables
        .Where(one => one.Key.EndsWith("Settings", StringComparison.Ordinal))
        .SelectMany(one => Members(one.Value))
        .ToDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Faults(BicepTemplate template)
    {
        IReadOnlyDictionary<string, BicepValue> set = Of(template);
        string[] known =
        [
            .. OfTheHost, .. FunctionsSettings.All(),
            .. OneOnOneSettings.Table().Select(one => one.Name), .. OneOnOneSettings.ThresholdTable().Select(one => one.Name),
        ];
        string[] required =
        [
            .. OfTheHost, .. Names.OfTriggers.Select(Names.Setting), Names.ServiceBusNamespace, Names.CosmosAccountEndpoint,
            $"{EntraIdSettings.Section}__{nameof(EntraId.TenantId)}", $"{EntraIdSettings.Section}__{nameof(EntraId.ClientId)}", .. Expected,
        ];
        string passedOn = template.Text(template.Resources["app"], "properties", "siteConfig", "appSettings") ?? "";
        return
        [
            .. set.Keys.Except(known, StringComparer.Ordinal).Select(name => $"Nobody reads the setting {name}."),
            .. required.Except(set.Keys, StringComparer.Ordinal).Select(name => $"The setting {name} is not set."),
            .. template.Variables.Keys
                .Where(name => name.EndsWith("Settings", StringComparison.Ordinal) && !passedOn.Contains(name, StringComparison.Ordinal))
                .Select(name => $"The settings in {name} do not reach the app."),
        ];
    }

    private static IEnumerable<KeyValuePair<string, BicepValue>> Members(BicepValue value) => value switch
    {
        BicepValue.Object members => members.Members,
        BicepValue.Choice choice => Members(choice.Then).Concat(Members(choice.Otherwise)),
        _ => [],
    };
}
