using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Pipeline;

/// <summary>
/// R1, R2 and R14, exhaustively: every call of a port that a run makes is disturbed in each way, one at a time, and then the command
/// is given again by a new process, as a person would.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(nameof(PipelineFault.ThrowBefore))]
    [InlineData(nameof(PipelineFault.LoseAnswer))]
    [InlineData(nameof(PipelineFault.CrashBefore))]
    [InlineData(nameof(PipelineFault.CrashAfter))]
    [Promise("R1", "every call of every port, 4 ways to fail")]
    public async Task R1_No_brief_is_lost_or_sent_twice_wherever_one_call_fails(string fault)
    {
        (string ledger, string[] keys, List<string> points) = await UndisturbedAsync();
        Assert.InRange(points.Count, 80, 400);
        foreach (string point in points)
        {
            await using PipelineWorld world = await WorldAsync();
            await DisturbAsync(world, point, Enum.Parse<PipelineFault>(fault));
            await world.RunAsync();
            Assert.True(keys.SequenceEqual(world.Mail.Keys), $"{fault} at {point}: accepted {string.Join(' ', world.Mail.Keys)}");
            string after = await world.LedgerAsync();
            Assert.True(ledger == after, $"{fault} at {point}:\n{after}");
            Assert.Empty(await world.DeadLettersAsync());
        }

        output.WriteLine($"{points.Count} points");
    }

    /// <summary>SMTP: nobody can be asked. Then the one window that remains is held, and nothing else is.</summary>
    [Theory]
    [InlineData(nameof(PipelineFault.LoseAnswer))]
    [InlineData(nameof(PipelineFault.CrashBefore))]
    [InlineData(nameof(PipelineFault.CrashAfter))]
    [Promise("R2", "every call of every port, 3 ways to fail; 2 of them in the window")]
    public async Task R2_Where_nobody_can_tell_a_brief_is_held_only_if_the_fault_lay_between_the_intent_and_the_record(string fault)
    {
        (_, string[] keys, List<string> points) = await UndisturbedAsync();
        int held = 0;
        foreach (string point in points.Where(point => point.Contains(keys[0], StringComparison.Ordinal)))
        {
            await using PipelineWorld world = await WorldAsync();
            world.Mail.CanTell = false;
            await DisturbAsync(world, point, Enum.Parse<PipelineFault>(fault));
            await world.RunAsync();
            world.Clock.Now += world.Settings.Delivery.ReconcileFor;
            await world.RunAsync();
            Assert.Equal(world.Mail.Keys.Distinct(StringComparer.Ordinal), world.Mail.Keys);
            Delivery delivery = (await world.RunsAsync()).SelectMany(run => run.Deliveries).Single(one => one.BriefKey == keys[0]);
            bool window = (point.Contains("PostAsync", StringComparison.Ordinal), point.Contains(":Posting", StringComparison.Ordinal), point.Contains(":Sent", StringComparison.Ordinal)) switch
            {
                (true, _, _) => true,
                (_, true, _) => fault != nameof(PipelineFault.CrashBefore),
                (_, _, true) => fault == nameof(PipelineFault.CrashBefore),
                _ => false,
            };
            Assert.True((window ? DeliveryState.Held : DeliveryState.Sent) == delivery.State, $"{fault} at {point}: {delivery.State}");
            held += window ? 1 : 0;
        }

        Assert.Equal(2, held);
    }

    [Theory]
    [InlineData(nameof(PipelineFault.ThrowBefore))]
    [InlineData(nameof(PipelineFault.CrashBefore))]
    [InlineData(nameof(PipelineFault.CrashAfter))]
    [Promise("R14", "every call of every port, 3 ways to fail")]
    public async Task R14_An_ingest_that_fails_anywhere_leaves_everything_as_it_was_or_as_it_should_be(string fault)
    {
        PipelineCompany next = new() { TakenAt = PipelineCompany.Monday.AddHours(1), Edition = 2, Reps = ["rob", "ria", "rex"] };
        PipelineFaults record = new();
        await using PipelineWorld undisturbed = await WorldAsync();
        string before = undisturbed.Dump();
        await undisturbed.IngestAsync(next, record);
        string after = undisturbed.Dump();
        Assert.NotEqual(before, after);
        foreach (string point in record.Points)
        {
            await using PipelineWorld world = await WorldAsync();
            PipelineFaults faults = new(point, Enum.Parse<PipelineFault>(fault));
            await Assert.ThrowsAsync<IOException>(() => world.IngestAsync(next, faults));
            bool published = fault == nameof(PipelineFault.CrashAfter) && point.Contains("PublishAsync", StringComparison.Ordinal);
            Assert.True((published ? after : before) == world.Dump(), $"{fault} at {point}");
            await world.IngestAsync(next);
            Assert.True(after == world.Dump(), $"{fault} at {point}, ingested again");
        }
    }

    private static Task<PipelineWorld> WorldAsync() => PipelineWorld.WithAsync(new PipelineCompany());

    private static async Task<(string Ledger, string[] Keys, List<string> Points)> UndisturbedAsync()
    {
        PipelineFaults record = new();
        await using PipelineWorld world = await WorldAsync();
        await world.RunAsync(record);
        string[] keys = world.Mail.Keys;
        Assert.Equal(4, keys.Length);
        return (await world.LedgerAsync(), keys, record.Points);
    }

    private static async Task DisturbAsync(PipelineWorld world, string point, PipelineFault fault)
    {
        PipelineFaults faults = new(point, fault);
        try
        {
            await world.RunAsync(faults);
        }
        catch (IOException)
        {
            // The planner is called by the command itself: its failure ends the command.
        }

        Assert.True(faults.Hit, $"{point} was not reached.");
    }
}
