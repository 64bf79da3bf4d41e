using System.Globalization;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>Service Bus as the template makes it against the triggers, the retry schedule and host.json.</summary>
internal static class Messaging
{
    private const string Topic = "Microsoft.ServiceBus/namespaces/topics";
    private const string Subscription = "Microsoft.ServiceBus/namespaces/topics/subscriptions";
    private const string Queue = "Microsoft.ServiceBus/namespaces/queues";

    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string[]> Written = new(StringComparer.Ordinal)
    {
        [Topic] = ["defaultMessageTimeToLive", "duplicateDetectionHistoryTimeWindow", "enablePartitioning", "maxSizeInMegabytes", "requiresDuplicateDetection"],
        [Subscription] = ["deadLetteringOnMessageExpiration", "defaultMessageTimeToLive", "lockDuration", "maxDeliveryCount", "requiresSession"],
        [Queue] =
        [
            "deadLetteringOnMessageExpiration", "defaultMessageTimeToLive", "duplicateDetectionHistoryTimeWindow", "enablePartitioning", "lockDuration",
            "maxDeliveryCount", "maxSizeInMegabytes", "requiresDuplicateDetection", "requiresSession",
        ],
    };

    public static IEnumerable<string> Faults(BicepTemplate template) =>
        Missing(template).Concat(Unused(template)).Concat(Written.Keys.SelectMany(template.OfType).SelectMany(one => Faults(template, one.Symbol, one.Resource)));

    /// <summary>The template's resource for a place of the code.</summary>
    public static (string Symbol, BicepResource Resource)? Resource(BicepTemplate template, Place place)
    {
        IReadOnlyDictionary<string, BicepValue> settings = AppSettings.Of(template);
        string? entity = template.Text(settings.GetValueOrDefault(place.Entity));
        (string Symbol, BicepResource Resource)? found = Named(template, place.Subscription is null ? Queue : Topic, entity);
        return place.Subscription is null || found is null
            ? found
            : Named(template, Subscription, template.Text(settings.GetValueOrDefault(place.Subscription))) is { } subscription
                && subscription.Resource.Body.At("parent") == new BicepValue.Expression(found.Value.Symbol) ? subscription : null;
    }

    private static (string Symbol, BicepResource Resource)? Named(BicepTemplate template, string type, string? name) =>
        template.OfType(type).Cast<(string Symbol, BicepResource Resource)?>().FirstOrDefault(one => template.Text(one!.Value.Resource, "name") == name);

    private static IEnumerable<string> Missing(BicepTemplate template) =>
        from place in CodeEntities.Places
        let resource = Resource(template, place)?.Resource
        let sessions = resource is null ? null : template.Text(resource, "properties", "requiresSession")
        let named = place.Subscription ?? place.Entity
        where sessions != (place.Sessions ? "true" : "false")
        select resource is null ? $"What the setting {named} names does not exist." : $"What the setting {named} names has requiresSession {sessions}, unlike its trigger.";

    private static IEnumerable<string> Unused(BicepTemplate template)
    {
        HashSet<string?> used = [.. CodeEntities.Places.Select(place => Resource(template, place)?.Symbol)];
        return template.OfType(Queue).Concat(template.OfType(Subscription)).Where(one => !used.Contains(one.Symbol)).Select(one => $"Nobody receives from {one.Symbol}.");
    }

    private static IEnumerable<string> Faults(BicepTemplate template, string symbol, BicepResource resource)
    {
        string? Property(string name) => template.Text(resource, "properties", name);
        foreach (string name in Written[resource.Type].Where(name => Property(name) is null))
        {
            yield return $"{symbol} does not say its {name}.";
        }

        if (CodeEntities.Duration(Property("defaultMessageTimeToLive")) <= LongestLead)
        {
            yield return $"{symbol} forgets messages within the longest lead time.";
        }

        if (Property("lockDuration") is { } text && (CodeEntities.Duration(text) > LongestLock || CodeEntities.Duration(text) > CodeEntities.Renewal))
        {
            yield return $"{symbol} locks for longer than host.json renews.";
        }

        if (Property("deadLetteringOnMessageExpiration") == "false")
        {
            yield return $"{symbol} loses what expires.";
        }

        if (Property("enablePartitioning") == "true")
        {
            yield return $"{symbol} is partitioned, but batches are not.";
        }

        if (resource.Type != Subscription && CodeEntities.Duration(Property("duplicateDetectionHistoryTimeWindow")) <= AllDeliveries(template))
        {
            yield return $"{symbol} forgets ids before its messages are done.";
        }
    }

    public static IEnumerable<string> OfTheNamespace(BicepTemplate template)
    {
        if (template.Text(template.Resources["bus"], "sku", "name") != "Standard")
        {
            yield return "Topics, sessions and duplicate detection need the Standard tier.";
        }
    }

    private static TimeSpan LongestLead => TimeSpan.FromHours(double.Parse(
        OneOnOneSettings.Table().Single(one => one.Name == "Plan__LeadHours").Allowed.Split(' ')[^1], CultureInfo.InvariantCulture));

    /// <summary>Every delivery held for as long as it can be, and the retries of our own.</summary>
    private static TimeSpan AllDeliveries(BicepTemplate template)
    {
        BicepResource[] received = [.. template.OfType(Queue).Concat(template.OfType(Subscription)).Select(one => one.Resource)];
        return received.Max(one => int.Parse(template.Text(one, "properties", "maxDeliveryCount") ?? "0", CultureInfo.InvariantCulture)
                * (CodeEntities.Renewal + CodeEntities.Duration(template.Text(one, "properties", "lockDuration"))))
            + RetrySchedule.Default.Delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay);
    }
}
