using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>Nothing ran for a while: what lies ahead is planned, what lies behind is told.</summary>
public sealed class OutageTests
{
    private const int LongestOutage = 30;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    [Promise("R5", LongestOutage, "outages, of 1 to 30 missed one-on-ones of each of two reps")]
    public async Task R5_After_an_outage_what_lies_ahead_is_planned_and_what_was_missed_is_listed_once()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        await CheckAsync(world, Enumerable.Range(1, LongestOutage));
    }

    [Fact]
    [Promise("R5", "on the Cosmos gateway, outages of 1, 7 and", LongestOutage, "missed one-on-ones of each of two reps")]
    public async Task R5_After_an_outage_Cosmos_lists_what_was_missed_once()
    {
        using CosmosWorld cosmos = await CosmosWorld.CreateAsync(new PipelineCompany());
        await using PipelineWorld world = PipelineWorld.On(cosmos);
        await CheckAsync(world, [1, 7, LongestOutage]);
    }

    [Fact]
    public async Task In_an_empty_ledger_nothing_was_missed()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        world.Clock.Now = PipelineCompany.Meeting.AddDays(30).AddHours(-47);
        Assert.Equal(0, (await PlanAsync(world, new PipelineTimeline(world.Clock))).Missed);
    }

    [Fact]
    public async Task What_was_missed_and_is_then_moved_ahead_gets_its_brief_after_all()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        await world.RunAsync();
        world.Clock.Now = PipelineCompany.Meeting.AddDays(7).AddHours(1);
        Assert.Equal(1, (await world.RunAsync()).Missed);
        MeetingOf next = new(PipelineCompany.Meeting.AddDays(7), PipelineCompany.Meeting.AddDays(8));
        await world.IngestAsync(new PipelineCompany { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddDays(8), Edition = 2, Moves = [next.Row] });
        Assert.Equal((1, 0), await world.RunAsync() is var report ? (report.Planned, report.Missed) : default);
        RunSummary run = (await world.RunsAsync()).Single(one => one.Run.On == DateOnly.FromDateTime(next.On.UtcDateTime));
        Assert.Equal((next.To, null), (run.Run.StartsAt, run.Run.MissedAt));
        Assert.All(run.Deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
    }

    /// <summary>Its one-on-one is over, and the CRM names neither the rep nor the meeting any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Promise("R5", "a run that an outage left unfinished, and whose one-on-one nobody names any more; on both stores")]
    public async Task R5_A_run_that_was_left_unfinished_comes_to_its_end_without_its_meeting(bool onCosmos)
    {
        using CosmosWorld cosmos = await CosmosWorld.CreateAsync(new PipelineCompany());
        await using PipelineWorld world = onCosmos ? PipelineWorld.On(cosmos) : await PipelineWorld.WithAsync(new PipelineCompany());
        PipelineTimeline queue = new(world.Clock) { Comes = (_, message) => message is not DeliverBrief };
        await PlanAsync(world, queue);
        await queue.RunAsync(world.Start().GetRequiredService<MessageHandler>(), world.Clock.Now.AddHours(1));
        Assert.Equal(["ria Manager Planned", "ria Rep Planned", "rob Manager Planned", "rob Rep Planned"], await world.StatesAsync());

        await world.IngestAsync(new PipelineCompany { Reps = ["ria"], TakenAt = PipelineCompany.Monday.AddHours(9), Edition = 2 });
        world.Clock.Now = PipelineCompany.Meeting.AddDays(11);
        queue.Comes = (_, _) => true;
        PlanReport report = await PlanAsync(world, queue);
        Assert.Equal((0, 2, 1), (report.Planned, report.Woken, report.Missed));
        await queue.RunAsync(world.Start().GetRequiredService<MessageHandler>(), world.Clock.Now.AddHours(1));
        Assert.Equal(
            ["ria Manager Expired (one-on-one-began)", "ria Rep Expired (one-on-one-began)", "rob Manager Expired (one-on-one-began)", "rob Rep Expired (one-on-one-began)"],
            await world.StatesAsync());
        Assert.Empty(world.Mail.Accepted);
    }

    [Fact]
    [Promise("R5", "the command line: a fortnight without `run`")]
    public async Task R5_The_command_line_names_what_was_missed_and_keeps_it_in_the_list_of_runs()
    {
        using PipelineCommand command = new();
        await command.IngestedAsync();
        await command.DoAsync("run", "--as-of", "2026-11-20T18:00:00Z", "--lead", "100");
        string after = await command.DoAsync("run", "--as-of", "2026-12-04T18:00:00Z", "--lead", "100");
        string[] missed = [.. after.Split('\n').SkipWhile(line => !line.EndsWith("began since the last run without a brief, because nothing had planned them:", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)];
        int count = int.Parse(missed[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(count, 10, 30);
        Assert.Equal(count, missed.Skip(1).Count(line => line.Contains(" with ", StringComparison.Ordinal)));
        Assert.Contains(missed, line => line.StartsWith("  Wed 25 Nov ", StringComparison.Ordinal) || line.StartsWith("  Tue 1 Dec ", StringComparison.Ordinal));
        Assert.DoesNotContain("without a brief", await command.DoAsync("run", "--as-of", "2026-12-04T19:00:00Z", "--lead", "100"), StringComparison.Ordinal);
        Assert.Equal(count, (await command.DoAsync("runs")).Split('\n').Count(line => line.Contains("missed", StringComparison.Ordinal)));
    }

    /// <summary>One outage after the other. Nothing handles the messages, so each outage also leaves the runs before it unfinished.</summary>
    private static async Task CheckAsync(PipelineWorld world, IEnumerable<int> outages)
    {
        PipelineTimeline queue = new(world.Clock);
        Assert.Equal((2, 0), await PlanAsync(world, queue) is var first ? (first.Planned, first.Missed) : default);
        DateTimeOffset meeting = PipelineCompany.Meeting;
        foreach (int weeks in outages)
        {
            DateOnly lastSeen = DateOnly.FromDateTime(meeting.UtcDateTime);
            meeting = meeting.AddDays(7 * (weeks + 1));
            world.Clock.Now = meeting.AddHours(-27);
            queue.Sent.Clear();
            PlanReport report = await PlanAsync(world, queue);
            Assert.Equal((2, 2 * weeks, 2), (report.Planned, report.Missed, report.Woken));

            List<Run> ledger = [.. (await world.RunsAsync()).Select(one => one.Run)];
            Run[] missed = [.. ledger.Where(run => run.MissedAt == world.Clock.Now)];
            foreach (string rep in new[] { "ria", "rob" })
            {
                Assert.Equal(Enumerable.Range(1, weeks).Select(week => lastSeen.AddDays(7 * week)), missed.Where(run => run.Rep.Value == rep).Select(run => run.On).Order());
            }

            Assert.Equal(["ria", "rob"], ledger.Where(run => run.PlannedAt == world.Clock.Now && run.MissedAt is null && run.StartsAt == meeting).Select(run => run.Rep.Value).Order(StringComparer.Ordinal));
            Assert.Empty(queue.Sent.Select(one => one.Message.Run).Intersect(missed.Select(run => run.Id)));

            world.Clock.Now += TimeSpan.FromMinutes(15);
            PlanReport next = await PlanAsync(world, queue);
            Assert.Equal((0, 0), (next.Planned, next.Missed));
        }
    }

    private static Task<PlanReport> PlanAsync(PipelineWorld world, PipelineTimeline queue)
    {
        world.Change = _ => { };
        world.ShareWith(queue);
        return world.Start().GetRequiredService<PlanStep>().RunAsync(None);
    }

    private sealed record MeetingOf(DateTimeOffset On, DateTimeOffset To)
    {
        public MeetingExceptionRow Row => new(new RowPosition("meetings.csv", 99), "meet-rob", DateOnly.FromDateTime(On.UtcDateTime), To.UtcDateTime, "ill");
    }
}
