using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Docs;

/// <summary>docs/telemetry.md is what alerts are written from.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "telemetry.md"));

    [Fact]
    public void Every_named_log_event_stands_on_the_page_with_its_level_and_no_other()
    {
        IEnumerable<string> sources = new[] { "shared", "functions", "local" }.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories));
        string[] logged = [.. sources.SelectMany(file => Logged().Matches(File.ReadAllText(file))).Select(match => $"{match.Groups["name"].Value} {match.Groups["level"].Value}").Distinct().Order(StringComparer.Ordinal)];
        string[] rows = [.. Page.Split("## Logs")[1].Split('\n').Where(line => Row().IsMatch(line)).Select(line => line.Split('|')).Select(cells => $"{cells[1].Trim(' ', '`')} {cells[2].Trim()}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(logged);
        Assert.Equal(logged, rows);
    }

    [Fact]
    public void The_queries_ask_for_events_that_there_are()
    {
        string[] names = [.. Logged().Matches(string.Concat(new[] { "shared", "functions" }.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText))).Select(match => match.Groups["name"].Value)];
        string[] asked = [.. Page.Split("```kusto").Skip(1).Select(query => query.Split("```")[0]).Where(query => query.Contains("EventName", StringComparison.Ordinal)).SelectMany(query => Quoted().Matches(query)).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.InRange(asked.Length, 5, names.Length);
        Assert.Empty(asked.Except(names));
    }

    [Fact]
    public void Every_metric_stands_on_the_page_with_its_unit()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<Telemetry>().BuildServiceProvider();
        List<string> published = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
                {
                    published.Add($"| `{instrument.Name}` | {instrument.Unit} |");
                }
            },
        };
        _ = services.GetRequiredService<Telemetry>();
        listener.Start();
        Assert.Equal(
            published.Order(StringComparer.Ordinal),
            Page.Split("## Counts")[1].Split('\n').Where(line => line.StartsWith("| `oneonone.", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|')[..3]) + "|").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""LoggerMessage\([0-9]+, LogLevel\.(?<level>[A-Za-z]+), "[^\n]*EventName = "(?<name>[A-Za-z]+)"\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Logged();

    [GeneratedRegex(@"^\| `[A-Z][A-Za-z]+` \| (Error|Warning|Information) \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
