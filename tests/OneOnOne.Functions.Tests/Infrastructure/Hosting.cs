using System.Reflection;
using System.Runtime.Versioning;
using OneOnOne.Functions.Settings;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>The app itself: its runtime, its plan, its sign-in.</summary>
internal static class Hosting
{
    /// <summary>Moved into functionAppConfig, or not to be set on Flex Consumption at all.</summary>
    private static readonly string[] NotOnFlex =
    [
        "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTSHARE", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
        "WEBSITE_TIME_ZONE", "TZ", "AzureWebJobsStorage", "SCM_DO_BUILD_DURING_DEPLOYMENT",
    ];

    public static IEnumerable<string> Faults(BicepTemplate template)
    {
        BicepResource app = template.Resources["app"];
        string version = typeof(Names).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.Split("Version=v")[1];
        string? runtime = template.Text(app, "properties", "functionAppConfig", "runtime", "version");
        if (runtime != version || template.Text(app, "properties", "functionAppConfig", "runtime", "name") != "dotnet-isolated")
        {
            yield return $"The app is built for .NET {version}, and deployed on {runtime}.";
        }

        if (template.Text(app, "properties", "functionAppConfig", "deployment", "storage", "authentication", "type") != "UserAssignedIdentity")
        {
            yield return "The package is not fetched with the app's identity.";
        }

        foreach (string name in NotOnFlex.Where(AppSettings.Of(template).ContainsKey))
        {
            yield return $"{name} must not be set on Flex Consumption.";
        }

        BicepResource signIn = template.Resources["signIn"];
        if (template.Text(signIn, "properties", "globalValidation", "unauthenticatedClientAction") != "AllowAnonymous")
        {
            yield return "App Service turns the webhook and /health away.";
        }

        if (template.Text(signIn, "properties", "login", "tokenStore", "enabled") != "true")
        {
            yield return "App Service does not forward the ID token.";
        }

        if (template.Text(signIn, "properties", "login", "cookieExpiration", "convention") != "IdentityProviderDerived")
        {
            yield return "A session outlives the ID token that it forwards.";
        }
    }

    public static IEnumerable<string> Parameters(BicepTemplate template) => template.Parameters
        .Where(one => !one.Value.Decorators.Any(decorator => decorator.StartsWith("@description('", StringComparison.Ordinal)))
        .Select(one => $"The parameter {one.Key} is not described.");

    /// <summary>Nobody is mailed to by a deployment that nobody thought about.</summary>
    public static IEnumerable<string> Mail(BicepTemplate template)
    {
        if (template.Text(template.Parameters["mail"].Default) != "sandbox")
        {
            yield return "Mail goes out unless somebody says otherwise.";
        }

        if (AppSettings.Of(template)["AZURE_FUNCTIONS_ENVIRONMENT"] is not BicepValue.Choice { Condition: "mail == 'live'", Otherwise: BicepValue.Text { Value: not "Production" } })
        {
            yield return "The environment is Production when mail is not live.";
        }

        if (AppSettings.Of(template)["SendGrid__Sandbox"] is not BicepValue.Choice { Condition: "mail == 'sandbox'", Then: BicepValue.Text { Value: "true" }, Otherwise: BicepValue.Text { Value: "false" } })
        {
            yield return "Mail goes out where it should go to the sandbox.";
        }

        if (template.Variables["redirectSettings"] is not BicepValue.Choice { Condition: "mail == 'redirect'" })
        {
            yield return "A redirected trial does not redirect.";
        }
    }
}
