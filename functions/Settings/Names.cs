using System.Collections.Immutable;

namespace OneOnOne.Functions.Settings;

/// <summary>The app settings that triggers name. The Functions host fills in what stands between the percent signs.</summary>
internal static class Names
{
    public const string IngestSchedule = "%IngestSchedule%";
    public const string PlanSchedule = "%PlanSchedule%";

    public const string AnalyzeRepTopic = "%AnalyzeRepTopic%";
    public const string AnalyzeStallsSubscription = "%AnalyzeStallsSubscription%";
    public const string AnalyzeSlipsSubscription = "%AnalyzeSlipsSubscription%";
    public const string AnalyzeStageOutliersSubscription = "%AnalyzeStageOutliersSubscription%";
    public const string OrchestrateBriefQueue = "%OrchestrateBriefQueue%";
    public const string DeliverBriefQueue = "%DeliverBriefQueue%";

    /// <summary>What Service Bus calls the place where an entity's dead letters lie.</summary>
    public const string DeadLetters = "/$deadletterqueue";

    /// <summary>The prefix of the connection's settings, which the host's triggers and this app's sender share.</summary>
    public const string ServiceBus = "ServiceBus";

    public const string ServiceBusNamespace = ServiceBus + "__fullyQualifiedNamespace";
    public const string ClientId = "AZURE_CLIENT_ID";
    public const string Cosmos = "Cosmos";
    public const string CosmosAccountEndpoint = Cosmos + "__AccountEndpoint";

    /// <summary>The host reads it too: its own telemetry goes to the same place.</summary>
    public const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public const string SendGrid = "SendGrid";
    public const string Ingest = "Ingest";

    /// <summary>Without any one of them the Functions host cannot index the app.</summary>
    public static ImmutableArray<string> OfTriggers { get; } =
    [
        IngestSchedule, PlanSchedule, AnalyzeRepTopic, AnalyzeStallsSubscription, AnalyzeSlipsSubscription, AnalyzeStageOutliersSubscription,
        OrchestrateBriefQueue, DeliverBriefQueue,
    ];

    public static string Setting(string name) => name.Trim('%');
}
