using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneOnOne.Http.SignIn;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Settings;

/// <summary>What only the deployed app is told: where its queues and its store are, how mail goes out, where exports lie, who may sign in.</summary>
public sealed record FunctionsSettings(
    string ServiceBusNamespace, EntityNames Entities, string? ClientId, CosmosSettings Cosmos, SendGridSettings SendGrid, IngestSettings Ingest, EntraId EntraId)
{
    /// <summary>Where telemetry goes; null: nowhere.</summary>
    public string? ApplicationInsights { get; init; }

    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static FunctionsSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        foreach (string name in Names.OfTriggers)
        {
            Required(configuration, Names.Setting(name));
        }

        EntityNames entities = new(
            Required(configuration, Names.Setting(Names.AnalyzeRepTopic)),
            Required(configuration, Names.Setting(Names.OrchestrateBriefQueue)),
            Required(configuration, Names.Setting(Names.DeliverBriefQueue)));
        return new FunctionsSettings(
            Required(configuration, Names.ServiceBusNamespace),
            entities,
            Text(configuration, Names.ClientId),
            CosmosSettings.Read(configuration),
            SendGridSettings.Read(configuration, environment),
            IngestSettings.Read(configuration.GetSection(Names.Ingest)),
            EntraIdSettings.Read(configuration))
        {
            ApplicationInsights = Text(configuration, Names.ApplicationInsights),
        };
    }

    /// <summary>Every setting of this app that is none of the product's.</summary>
    internal static IEnumerable<string> All() =>
    [
        .. Names.OfTriggers.Select(Names.Setting),
        Names.ServiceBusNamespace,
        Names.ClientId,
        .. CosmosSettings.All.Select(one => $"{Names.Cosmos}__{one.Key}"),
        Names.ApplicationInsights,
        .. SendGridSettings.All.Select(one => $"{Names.SendGrid}__{one.Key}"),
        .. EntraIdSettings.All.Select(one => $"{EntraIdSettings.Section}__{one.Key}"),
        .. IngestSettings.All.Select(one => $"{Names.Ingest}__{one.Key}"),
    ];

    internal static string Required(IConfiguration configuration, string name) =>
        Text(configuration, name) ?? throw new UserErrorException($"The setting {name} is missing. See local.settings.sample.json for an example.");

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name.Replace("__", ":", StringComparison.Ordinal)]?.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>Where messages are sent. Subscriptions are the triggers' business alone.</summary>
public sealed record EntityNames(string AnalyzeRep, string OrchestrateBrief, string DeliverBrief)
{
    public string For(Message message) => message switch
    {
        Pipeline.AnalyzeRep => AnalyzeRep,
        FindingsReady or DeadlineReached => OrchestrateBrief,
        Pipeline.DeliverBrief => DeliverBrief,
        _ => throw new InvalidOperationException($"No queue for {message.GetType().Name}."),
    };
}
