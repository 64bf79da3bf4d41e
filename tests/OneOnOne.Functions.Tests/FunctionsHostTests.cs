using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Promises;
using SendGrid;

namespace OneOnOne.Functions.Tests;

public sealed class FunctionsHostTests
{
    /// <summary>Settings of the sample that the Functions host reads, not this app.</summary>
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AZURE_FUNCTIONS_ENVIRONMENT", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage"];

    [Fact]
    public async Task A_setting_that_is_missing_or_wrong_is_named_in_one_line()
    {
        using StringWriter error = new();
        int code = await FunctionsHost.RunAsync(["--environment=Development"], error);

        Assert.Equal(1, code);
        Assert.Equal("The setting IngestSchedule is missing. See local.settings.sample.json for an example." + Environment.NewLine, error.ToString());
    }

    [Fact]
    public async Task The_real_host_is_made_of_the_real_adapters()
    {
        await using TestApp app = new();

        Assert.IsType<SendGridMailGateway>(app.Host.Services.GetRequiredService<IMailGateway>());
        Assert.IsType<SendGridClient>(app.Host.Services.GetRequiredService<ISendGridClient>());
        Assert.IsType<ServiceBusMessageQueue>(app.Host.Services.GetRequiredService<IMessageQueue>());
        Assert.Same(app.Host.Services.GetRequiredService<CosmosStore>().Runs, app.Host.Services.GetRequiredService<IRunStore>());
        Worker worker = app.Host.Services.GetRequiredService<Worker>();
        Assert.False(worker.Alone);
        Assert.StartsWith("local/", worker.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public async Task Service_Bus_and_Cosmos_DB_are_reached_with_an_identity_and_no_key_and_neither_is_called_at_start(string? clientId)
    {
        Dictionary<string, string?> settings = TestApp.Sample();
        settings["AZURE_CLIENT_ID"] = clientId;
        settings["ServiceBus:fullyQualifiedNamespace"] = "example.servicebus.windows.net";
        settings["Cosmos:AccountEndpoint"] = "https://example.documents.azure.com/";
        ServiceCollection services = new();
        services.AddFunctionsApp(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = "Development" });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("example.servicebus.windows.net", provider.GetRequiredService<ServiceBusClient>().FullyQualifiedNamespace);
        Assert.Equal(new Uri("https://example.documents.azure.com/"), provider.GetRequiredService<CosmosClient>().Endpoint);
        Assert.NotNull(provider.GetRequiredService<IBookStore>());
        Assert.NotNull(provider.GetRequiredService<IRunStore>());
        Assert.NotNull(provider.GetRequiredService<IJournal>());
    }

    [Theory]
    [InlineData("Development", "false", "", false)]
    [InlineData("Staging", "false", "", false)]
    [InlineData("Development", "true", "", true)]
    [InlineData("Staging", "false", "tester@example.com", true)]
    [InlineData("Production", "false", "", true)]
    [Promise("S11", "each environment with and without a sandbox")]
    public void S11_Outside_production_mail_needs_the_sandbox_or_a_redirect(string environment, string sandbox, string redirect, bool starts)
    {
        Dictionary<string, string?> settings = TestApp.Sample();
        settings["SendGrid:Sandbox"] = sandbox;
        settings["SendGrid:RedirectTo"] = redirect;

        if (starts)
        {
            Assert.Equal(sandbox == "true", Read(settings, environment).SendGrid.Sandbox);
            return;
        }

        Assert.Equal(
            $"The environment is {environment}, from which nobody may be mailed to. Set SendGrid__Sandbox to true, or SendGrid__RedirectTo to your own address.",
            Assert.Throws<UserErrorException>(() => Read(settings, environment)).Message);
    }

    [Theory]
    [InlineData("SendGrid:RedirectTo", "b@example.com; c@evil.example", "The setting SendGrid__RedirectTo is \"b@example.com; c@evil.example\", but must be plain e-mail addresses, separated by commas.")]
    [InlineData("SendGrid:WebhookPublicKey", "nonsense", "The setting SendGrid__WebhookPublicKey is \"nonsense\", but must be the verification key of SendGrid's signed event webhook: Base64 without line breaks.")]
    [InlineData("SendGrid:Sandbox", "perhaps", "The setting SendGrid__Sandbox is \"perhaps\", but must be true or false.")]
    [InlineData("SendGrid:Sendbox", "true", "SendGrid__Sendbox is not a setting. Under SendGrid there are: ApiKey, Sandbox, RedirectTo, WebhookPublicKey.")]
    [InlineData("SendGrid:ApiKey", "", "The setting SendGrid__ApiKey is missing or is no API key.")]
    [InlineData("SendGrid:ApiKey", "canary bird", "The setting SendGrid__ApiKey is missing or is no API key.")]
    [InlineData("SendGrid:ApiKey", "@Microsoft.KeyVault(SecretUri=x)", "The setting SendGrid__ApiKey is a Key Vault reference that was not resolved. Check that the app's identity may read the secret.")]
    [InlineData("Cosmos:AccountEndpoint", "", "The setting Cosmos__AccountEndpoint is missing. See local.settings.sample.json for an example.")]
    [InlineData("Cosmos:AccountEndpoint", "contoso", "The setting Cosmos__AccountEndpoint is \"contoso\", but must be an address such as https://contoso.documents.azure.com/.")]
    [InlineData("EntraId:TenantId", "", "The setting EntraId__TenantId is missing. See local.settings.sample.json for an example.")]
    [InlineData("EntraId:ClientId", " ", "The setting EntraId__ClientId is missing. See local.settings.sample.json for an example.")]
    [InlineData("EntraId:TenantId", "common", "The setting EntraId__TenantId is \"common\", but must be the directory's id, such as 72f988bf-0000-0000-0000-2d7cd011db47.")]
    [InlineData("EntraId:Instance", "http://login.microsoftonline.com/", "The setting EntraId__Instance is \"http://login.microsoftonline.com/\", but must be an https address without a path.")]
    [InlineData("EntraId:Instance", "https://login.microsoftonline.com/common", "The setting EntraId__Instance is \"https://login.microsoftonline.com/common\", but must be an https address without a path.")]
    [InlineData("EntraId:ValidateLifetime", "false", "EntraId__ValidateLifetime is not a setting. Under EntraId there are: TenantId, ClientId, Instance, PersonClaim.")]
    [InlineData("EntraId:Enabled", "false", "EntraId__Enabled is not a setting. Under EntraId there are: TenantId, ClientId, Instance, PersonClaim.")]
    [InlineData("DeliverBriefQueue", " ", "The setting DeliverBriefQueue is missing. See local.settings.sample.json for an example.")]
    public void A_bad_value_stops_the_start(string name, string value, string message)
    {
        Dictionary<string, string?> settings = TestApp.Sample();
        settings[name] = value;

        Assert.Equal(message, Assert.Throws<UserErrorException>(() => Read(settings, "Development")).Message);
    }

    [Fact]
    public void The_key_is_not_printed_with_the_settings() =>
        Assert.DoesNotContain("sendgrid-api-key", Read(TestApp.Sample(), "Development").ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_sample_settings_are_all_known_and_name_every_setting_of_this_app()
    {
        string[] sample = [.. TestApp.Sample().Keys.Select(key => key.Replace(":", "__", StringComparison.Ordinal)).Except(OfTheHost)];
        string[] products = [.. OneOnOneSettings.Table().Concat(OneOnOneSettings.ThresholdTable()).Select(row => row.Name)];

        Assert.Empty(sample.Except(FunctionsSettings.All()).Except(products));
        Assert.Equal([Names.ClientId, "Ingest__From", "Ingest__MirrorContainer", "Ingest__Container"], FunctionsSettings.All().Except(sample)); // In Azure alone: a laptop signs in as its user and has a folder.
    }

    [Fact]
    public void The_host_is_told_what_its_defaults_would_get_wrong()
    {
        using JsonDocument host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        JsonElement extensions = host.RootElement.GetProperty("extensions");
        JsonElement bus = extensions.GetProperty("serviceBus");
        JsonElement logging = host.RootElement.GetProperty("logging");

        Assert.Equal("2.0", host.RootElement.GetProperty("version").GetString());
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
        Assert.Equal(["logLevel"], logging.EnumerateObject().Select(one => one.Name)); // The section applicationInsights has no effect in that mode.
        Assert.Equal("Information", logging.GetProperty("logLevel").GetProperty("Function").GetString()); // What this app logs, where the host passes it on.
        Assert.Equal("", extensions.GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.False(bus.GetProperty("autoCompleteMessages").GetBoolean());
        Assert.InRange(bus.GetProperty("maxConcurrentCalls").GetInt32(), 1, 64);
        Assert.InRange(bus.GetProperty("maxConcurrentSessions").GetInt32(), 1, 64);
        Assert.Equal(0, bus.GetProperty("prefetchCount").GetInt32());

        // A handler may post for as long as a delivery's lease holds; its lock has to hold longer.
        Assert.True(Time(bus, "maxAutoLockRenewalDuration") > new DeliverySettings().Lease);

        // A run's messages come within moments; a session that is held for a minute after them keeps other runs waiting.
        Assert.InRange(Time(bus, "sessionIdleTimeout"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    private static TimeSpan Time(JsonElement section, string name) =>
        TimeSpan.ParseExact(section.GetProperty(name).GetString()!, "c", System.Globalization.CultureInfo.InvariantCulture);

    private static FunctionsSettings Read(Dictionary<string, string?> settings, string environment) =>
        FunctionsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = environment });
}
