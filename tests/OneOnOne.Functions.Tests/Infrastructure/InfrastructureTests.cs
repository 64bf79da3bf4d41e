using OneOnOne.Tests.Promises;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>
/// infra.bicep is what the code runs on. Each rule is a function from a template to what is wrong with it, so that it can be tried on
/// templates that are wrong.
/// </summary>
public sealed class InfrastructureTests
{
    private const int LeastSlips = 60;

    private static readonly string Source = Repository.Text("infra.bicep");

    [Fact]
    public void Every_setting_that_the_app_needs_is_set_and_none_that_it_does_not_know() => Fits(AppSettings.Faults);

    [Fact]
    public void Every_queue_topic_and_subscription_is_there_as_its_trigger_expects_it() => Fits(Messaging.Faults);

    [Fact]
    public void The_namespace_can_do_what_the_code_asks_of_it() => Fits(Messaging.OfTheNamespace);

    [Fact]
    public void Every_container_is_there_and_indexes_what_queries_filter_on_and_no_more() => Fits(Database.Faults);

    [Fact]
    [Promise("S10", "every right that is given, against the table of those that the code needs")]
    public void S10_The_app_may_do_what_it_must_and_nothing_else() => Fits(Roles.Faults);

    [Fact]
    [Promise("S10", "every resource that could be opened with a key")]
    public void S10_Nothing_can_be_opened_with_a_key_and_no_secret_is_written_anywhere() => Fits(Secrets.Faults);

    [Fact]
    public void The_app_is_deployed_on_what_it_is_built_for() => Fits(Hosting.Faults);

    [Fact]
    public void Every_parameter_is_described() => Fits(Hosting.Parameters);

    [Fact]
    [Promise("S11")]
    public void S11_Nobody_is_mailed_to_unless_the_deployment_says_so() => Fits(Hosting.Mail);

    [Fact]
    public void Alerts_wait_for_what_the_app_says_and_the_runbook_knows_each() => Fits(Alerts.Faults);

    /// <summary>Proof that the rules see: each of these slips is told in the words that stand here.</summary>
    [Theory]
    [MemberData(nameof(Slips))]
    [Promise("S10", LeastSlips, "slips at least in the template, each found")]
    public void S10_A_slip_is_found(string right, string wrong, string fault)
    {
        Assert.Contains(right, Source, StringComparison.Ordinal);

        Assert.Contains(fault, Faults(Source.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void There_are_slips_to_find() => Assert.InRange(((IReadOnlyCollection<object[]>)Slips).Count, LeastSlips, 500);

    public static TheoryData<string, string, string> Slips => new()
    {
        { "  PlanSchedule: planSchedule\n", "", "The setting PlanSchedule is not set." },
        { "{ Ingest__Container: ", "{ Ingest__Share: ", "The setting Ingest__Container is not set." },
        { "  AZURE_CLIENT_ID: ", "  AZURE_CLIENT: ", "Nobody reads the setting AZURE_CLIENT." },
        { "  Cosmos__AccountEndpoint: ", "  CosmosDB__AccountEndpoint: ", "The setting Cosmos__AccountEndpoint is not set." },
        { "  AzureWebJobsStorage__credential: 'managedidentity'\n", "", "The setting AzureWebJobsStorage__credential is not set." },
        { "union(settings, hostSettings, appSettings, redirectSettings, ", "union(settings, hostSettings, appSettings, ", "The settings in redirectSettings do not reach the app." },
        { "  OrchestrateBriefQueue: orchestrateBrief.name", "  OrchestrateBriefQueue: 'orchestrate'", "What the setting OrchestrateBriefQueue names does not exist." },
        { "resource slips 'Microsoft.ServiceBus/namespaces/topics/subscriptions@", "resource slips 'Microsoft.ServiceBus/namespaces/queues@", "What the setting AnalyzeSlipsSubscription names does not exist." },
        { "    requiresSession: true", "    requiresSession: false", "What the setting OrchestrateBriefQueue names has requiresSession false, unlike its trigger." },
        { "  requiresSession: false\n}", "  requiresSession: true\n}", "What the setting AnalyzeStallsSubscription names has requiresSession true, unlike its trigger." },
        { "  DeliverBriefQueue: deliverBrief.name", "  DeliverBriefQueue: orchestrateBrief.name", "Nobody receives from deliverBrief." },
        { "    maxSizeInMegabytes: 1024\n", "", "analyzeRep does not say its maxSizeInMegabytes." },
        { "  maxDeliveryCount: 10\n  requiresSession", "  requiresSession", "stalls does not say its maxDeliveryCount." },
        { "defaultMessageTimeToLive: 'P15D'", "defaultMessageTimeToLive: 'P14D'", "deliverBrief forgets messages within the longest lead time." },
        { "lockDuration: 'PT1M'", "lockDuration: 'PT6M'", "slips locks for longer than host.json renews." },
        { "deadLetteringOnMessageExpiration: true", "deadLetteringOnMessageExpiration: false", "orchestrateBrief loses what expires." },
        { "enablePartitioning: false", "enablePartitioning: true", "analyzeRep is partitioned, but batches are not." },
        { "duplicateDetectionHistoryTimeWindow: 'PT2H'", "duplicateDetectionHistoryTimeWindow: 'PT1H'", "deliverBrief forgets ids before its messages are done." },
        { "sku: { name: 'Standard', tier: 'Standard' }", "sku: { name: 'Basic', tier: 'Basic' }", "Topics, sessions and duplicate detection need the Standard tier." },
        { "  name: 'oneonone'\n", "  name: 'one'\n", "The database is not called oneonone." },
        { "  name: 'people'\n", "  name: 'persons'\n", "There is no container people." },
        { "  name: 'people'\n", "  name: 'persons'\n", "Nobody uses the container persons." },
        { "paths: ['/runId']", "paths: ['/id']", "The container runs is not partitioned by /runId." },
        { "          { path: '/repId/?' }\n", "", "The container books does not index /repId." },
        { "          { path: '/kind/?' }\n", "          { path: '/text/?' }\n", "The container runs indexes /text/?, which no query filters on." },
        { "excludedPaths: [{ path: '/*' }]", "excludedPaths: []", "The container books indexes bodies." },
        { "  scope: deliverBrief\n", "  scope: bus\n", "Nobody needs the role 69a216fc-b8fb-44d8-bc22-1f3c2cd27a39 on bus." },
        { "  scope: stalls\n", "  scope: analyzeRep\n", "The app lacks the role 4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0 on stalls." },
        { "  scope: exports\n", "  scope: exportStorage\n", "Nobody needs the role 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 on exportStorage." },
        { "  scope: vault\n", "", "Nobody needs the role 4633458b-17de-408a-b874-0445c86b69e6 on the resource group." },
        { "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "090c5cfd-751d-490a-894a-3ce6f1109419", "Nobody needs the role 090c5cfd-751d-490a-894a-3ce6f1109419 on analyzeRep." },
        { "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Nobody needs the role 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 on storage." },
        {
            "    scope: '${cosmos.id}/dbs/${database.name}/colls/${runs.name}'", "    scope: cosmos.id",
            "Nobody needs the role 00000000-0000-0000-0000-000000000002 on cosmos.id."
        },
        { "    principalId: identity.properties.principalId\n    roleDefinitionId: cosmos", "    principalId: alertEmail\n    roleDefinitionId: cosmos", "booksContributor is given to somebody else than the app." },
        { "storage.properties.primaryEndpoints.blob", "storage.listKeys().keys[0].value", "A key is handled: listkeys." },
        { "    allowSharedKeyAccess: false\n", "", "exportStorage does not have properties.allowSharedKeyAccess false." },
        { "    allowSharedKeyAccess: false\n", "", "storage does not have properties.allowSharedKeyAccess false." },
        { "disableLocalAuth: true\n    minimumTlsVersion", "disableLocalAuth: false\n    minimumTlsVersion", "bus does not have properties.disableLocalAuth true." },
        { "defaultConsistencyLevel: 'Strong'", "defaultConsistencyLevel: 'Session'", "The account is not strongly consistent." },
        { "disableLocalAuth: true\n    minimalTlsVersion", "disableLocalAuth: false\n    minimalTlsVersion", "cosmos does not have properties.disableLocalAuth true." },
        { "    DisableLocalAuth: true\n", "", "insights does not have properties.DisableLocalAuth true." },
        { "features: { disableLocalAuth: true }", "features: { disableLocalAuth: false }", "workspace does not have properties.features.disableLocalAuth true." },
        { "    enablePurgeProtection: true\n", "", "vault does not have properties.enablePurgeProtection true." },
        { "    keyVaultReferenceIdentity: identity.id\n", "", "app does not have properties.keyVaultReferenceIdentity identity.id." },
        { "resource noDeployPassword ", "resource deployPassword ", "noDeployPassword does not have properties.allow false." },
        { "'@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${sendGridKeySecret})'", "settings.key", "SendGrid__ApiKey does not come from the vault." },
        { "output busName string = bus.name", "output busName string = insights.properties.ConnectionString", "The output busName gives a secret away." },
        { "param alertEmail string", "@secure()\nparam alertEmail string", "The parameter alertEmail is a secret; secrets go into the vault." },
        { "version: '10.0'", "version: '9.0'", "The app is built for .NET 10.0, and deployed on 9.0." },
        { "type: 'UserAssignedIdentity'", "type: 'StorageAccountConnectionString'", "The package is not fetched with the app's identity." },
        { "  AzureWebJobsDisableHomepage: 'true'\n", "  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'\n", "FUNCTIONS_WORKER_RUNTIME must not be set on Flex Consumption." },
        { "'AllowAnonymous'", "'RedirectToLoginPage'", "App Service turns the webhook and /health away." },
        { "tokenStore: { enabled: true }", "tokenStore: { enabled: false }", "App Service does not forward the ID token." },
        { "'IdentityProviderDerived'", "'FixedTime'", "A session outlives the ID token that it forwards." },
        { "@description('Who is told about alerts.')\n", "", "The parameter alertEmail is not described." },
        { "param mail string = 'sandbox'", "param mail string = 'live'", "Mail goes out unless somebody says otherwise." },
        { "mail == 'live' ? 'Production'", "mail != 'sandbox' ? 'Production'", "The environment is Production when mail is not live." },
        { "mail == 'sandbox' ? 'true' : 'false'", "mail == 'live' ? 'true' : 'false'", "Mail goes out where it should go to the sandbox." },
        { "mail == 'redirect' ? { SendGrid__RedirectTo: mailRedirectTo } : {}", "mail == 'live' ? { SendGrid__RedirectTo: mailRedirectTo } : {}", "A redirected trial does not redirect." },
        { "oneonone.deadletters", "oneonone.dead", "No alert watches \"oneonone.deadletters\"." },
        { "oneonone.deadletters", "oneonone.dead", "An alert waits for \"oneonone.dead\", which the app never says." },
        { "the last good one stays in force\"", "the last one stays\"", "An alert waits for \"was refused and the last one stays\", which the app never says." },
        { ", \"PlanBriefs\")", ", \"PlanBrief\")", "An alert waits for \"PlanBrief\", which the app never says." },
        { "Message has \"woken\"", "Message has \"awake\"", "An alert waits for \"awake\", which the app never says." },
        { "Runbook: a timer failed.", "Runbook: a timer.", "The runbook has no section \"a timer\"." },
        { "actions: [{ actionGroupId: operators.id }]", "actions: []", "deadLettersLeft tells nobody." },
    };

    private static void Fits(Func<BicepTemplate, IEnumerable<string>> rule) => Assert.Empty(rule(BicepReader.Read(Source)));

    private static IEnumerable<string> Faults(string source)
    {
        BicepTemplate template = BicepReader.Read(source);
        Func<BicepTemplate, IEnumerable<string>>[] rules =
        [
            AppSettings.Faults, Messaging.Faults, Messaging.OfTheNamespace, Database.Faults, Roles.Faults, Secrets.Faults,
            Hosting.Faults, Hosting.Parameters, Hosting.Mail, Alerts.Faults,
        ];
        return rules.SelectMany(rule => rule(template));
    }
}
