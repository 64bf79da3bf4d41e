using System.Reflection;
using System.Text.Json;
using System.Xml;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Settings;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>One place where the code receives messages.</summary>
/// <param name="Subscription">Null for a queue.</param>
internal sealed record Place(string Entity, string? Subscription, bool Sessions);

/// <summary>What the code says about Service Bus: its triggers, by the settings that name the places, and its host.json.</summary>
internal static class CodeEntities
{
    private const string ServiceBus = "serviceBus";

    /// <summary>Settings that name what the code sends to.</summary>
    public static IEnumerable<string> SentTo => new[] { Names.AnalyzeRepTopic, Names.OrchestrateBriefQueue, Names.DeliverBriefQueue }.Select(Names.Setting);

    /// <summary>Places by settings. Dead letters are received where the messages are, and have no sessions.</summary>
    public static IEnumerable<Place> Places =>
        from type in typeof(Names).Assembly.GetTypes()
        from method in type.GetMethods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()
        where trigger is not null && !$"{trigger.QueueName}{trigger.SubscriptionName}".EndsWith(Names.DeadLetters, StringComparison.Ordinal)
        select new Place(
            Names.Setting(trigger.QueueName ?? trigger.TopicName!),
            trigger.SubscriptionName is { } subscription ? Names.Setting(subscription) : null,
            trigger.IsSessionsEnabled);

    /// <summary>For how long the host renews a lock while a handler runs.</summary>
    public static TimeSpan Renewal => TimeSpan.Parse(
        JsonDocument.Parse(Repository.Text("host.json")).RootElement.GetProperty("extensions").GetProperty(ServiceBus).GetProperty("maxAutoLockRenewalDuration").GetString()!,
        System.Globalization.CultureInfo.InvariantCulture);

    public static TimeSpan Duration(string? text) => text is null ? TimeSpan.Zero : XmlConvert.ToTimeSpan(text);
}
