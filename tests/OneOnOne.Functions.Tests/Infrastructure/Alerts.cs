using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Triggers;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>The alerts against what the app says when something is wrong, and against the page that says what to do then.</summary>
internal static partial class Alerts
{
    private static readonly string[] MustBeWatched = ["\"oneonone.deadletters\"", "\"oneonone.deliveries\"", "\"unknown\"", "\"held\"", "\"IngestSnapshot\"", "\"PlanBriefs\"", "\"planned\""];

    public static IEnumerable<string> Faults(BicepTemplate template)
    {
        string[] queries = [.. Queries(template)];
        string all = string.Join('\n', queries);
        string[] names = [.. Quoted().Matches(all).Select(match => match.Groups["text"].Value).Where(name => name.Trim().Length > 0)];
        string[] functions = [.. typeof(Names).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>()];
        string[] known = [.. Metrics(), .. functions, "unknown", "held"];
        return
        [
            .. MustBeWatched.Where(name => !all.Contains(name, StringComparison.Ordinal)).Select(name => $"No alert watches {name}."),
            .. names.Where(name => !known.Contains(name, StringComparer.Ordinal) && !IsLogged(name)).Select(name => $"An alert waits for \"{name}\", which the app never says."),
            .. Sections(template.Source).Where(section => !Runbook.Contains($"\n## {section}\n", StringComparison.OrdinalIgnoreCase)).Select(section => $"The runbook has no section \"{section}\"."),
            .. template.Resources.Where(one => one.Value.Type is "Microsoft.Insights/scheduledQueryRules" or "Microsoft.Insights/metricAlerts")
                .Where(one => !Tells(one.Value)).Select(one => $"{one.Key} tells nobody."),
        ];
    }

    private static List<string> Metrics()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<Telemetry>().BuildServiceProvider();
        object scope = services.GetRequiredService<IMeterFactory>();
        List<string> names = [];
        using MeterListener listener = new() { InstrumentPublished = (instrument, _) => names.AddRange(ReferenceEquals(instrument.Meter.Scope, scope) ? [instrument.Name] : []) };
        _ = services.GetRequiredService<Telemetry>();
        listener.Start();
        return names;
    }

    private static string Runbook => Repository.Text("docs/runbook.md");

    private static IEnumerable<string> Queries(BicepTemplate template) =>
    [
        .. ((BicepValue.Array)template.Variables["queries"]).Items.Select(one => template.Text(one.At("query"))!),
        .. Criteria(template, "plannerSilent").Select(one => template.Text(one.At("query"))!),
    ];

    private static IReadOnlyList<BicepValue> Criteria(BicepTemplate template, string symbol) =>
        (template.At(template.Resources[symbol], "properties", "criteria", "allOf") as BicepValue.Array)?.Items ?? [];

    private static IEnumerable<string> Sections(string source) => Section().Matches(source).Select(match => match.Groups["title"].Value);

    private static bool IsLogged(string text) => new[] { typeof(IngestSnapshot), typeof(PlanBriefs) }
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
        .Any(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message.Contains(text, StringComparison.Ordinal) == true);

    private static bool Tells(BicepResource alert) => alert.Body.At("properties", "actions") switch
    {
        BicepValue.Object actions => actions.At("actionGroups") is BicepValue.Array { Items: [BicepValue.Expression { Source: "operators.id" }] },
        BicepValue.Array actions => actions.Items is [{ } only] && only.At("actionGroupId") == new BicepValue.Expression("operators.id"),
        _ => false,
    };

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"Runbook: (?<title>[^.]+)\.'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();
}
