using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Tests.Infrastructure;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests;

/// <summary>docs/queues.md is what somebody reads who looks at a message in the portal.</summary>
public sealed class QueuesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "queues.md"));

    [Fact]
    public void The_bodies_on_the_page_are_those_on_the_wire()
    {
        Message[] messages =
        [
            new AnalyzeRep(TestApp.RunId, [.. Enum.GetValues<AnalysisPart>()]),
            new FindingsReady(TestApp.RunId, AnalysisPart.Slips, "20260301T090000Z-01234567"),
            new DeadlineReached(TestApp.RunId),
            new DeliverBrief(TestApp.RunId, Audience.Manager),
        ];

        Assert.Equal(
            string.Join('\n', messages.Select(message => Encoding.UTF8.GetString(MessageJson.Write(message)))),
            string.Join('\n', Page.Split("```json\n").Skip(1).Select(block => block.Split("\n```")[0])));
    }

    [Fact]
    public void The_delays_on_the_page_are_those_of_the_schedule()
    {
        int[] seconds = [.. RetrySchedule.Default.Delays.Select(delay => (int)delay.TotalSeconds)];

        Assert.Contains($"after {string.Join(", ", seconds[..^1])} and {seconds[^1]} seconds", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_place_and_its_dead_letters_stand_on_the_page()
    {
        Assert.All(Enum.GetNames<Subscription>(), name => Assert.Contains($"`{name}DeadLetters`", Page, StringComparison.Ordinal));
        Assert.All(
            Names.OfTriggers.Except([Names.IngestSchedule, Names.PlanSchedule]),
            name => Assert.Contains($"`{Names.Setting(name)}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_properties_on_the_page_are_those_that_are_deployed()
    {
        BicepTemplate template = BicepReader.Read(Repository.Text("infra.bicep"));
        string[][] columns = [["analyzeRep"], ["stalls", "slips", "stageOutliers"], ["orchestrateBrief"], ["deliverBrief"]];
        string[][] rows = [.. Page.Split("## As infra.bicep makes them")[1].Split("\n\n")[1].Split('\n').Skip(2).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

        Assert.Equal(9, rows.Length);
        foreach (string[] row in rows)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                Assert.All(columns[column], symbol => Assert.Equal(row[column + 1], template.Text(template.Resources[symbol], "properties", row[0].Trim('`')) ?? ""));
            }
        }
    }

    [Fact]
    public void The_settings_on_the_page_are_those_of_the_code() => Assert.Equal(
        FunctionsSettings.All(),
        Page.Split("## Settings of the deployed app")[1].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]));
}
