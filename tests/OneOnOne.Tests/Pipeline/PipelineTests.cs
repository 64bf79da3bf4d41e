using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Local.Queue;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

public sealed partial class PipelineTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] AllSent = ["ria Manager Sent", "ria Rep Sent", "rob Manager Sent", "rob Rep Sent"];

    [Fact]
    public async Task A_snapshot_becomes_two_briefs_for_each_one_on_one_from_one_computation()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        Assert.Equal(new PlanReport(2, 0, 0), await world.RunAsync());
        Assert.Equal(AllSent, await world.StatesAsync());
        Assert.Equal(
            ["mia@example.com", "mia@example.com", "ria@example.com", "rob@example.com"],
            world.Mail.Accepted.Select(mail => mail.To.Address).Order(StringComparer.Ordinal));
        IRunStore store = world.Start().GetRequiredService<IRunStore>();
        foreach (RunSummary run in await world.RunsAsync())
        {
            Assert.Empty(run.Run.Missing);
            BriefPair pair = (await store.ReadPairAsync(run.Run.Id, None))!;
            Assert.Equal(3, pair.Facts.Findings.Select(finding => finding.Opportunity.Id).Distinct().Count());
            Assert.Equal(["20260302T060000Z"], (await store.ReadPartsAsync(run.Run.Id, None)).Select(part => part.SnapshotId.Split('-')[0]).Append(pair.Facts.SnapshotId.Split('-')[0]).Distinct());
            Assert.Equal(PipelineCompany.Meeting, pair.Facts.Meeting!.StartsAt);
        }

        Assert.Empty(await world.DeadLettersAsync());
    }

    [Fact]
    public async Task Run_again_it_sends_nothing_and_changes_nothing()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        await world.RunAsync();
        string before = world.Dump();
        Assert.Equal(new PlanReport(0, 2, 0), await world.RunAsync());
        Assert.Equal(before, world.Dump());
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    [Fact]
    [Promise("R4", "8 planners at once, and their mails")]
    public async Task R4_Eight_planners_at_once_make_one_run_and_one_plan()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        ServiceProvider process = world.Start();
        PlanReport[] reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => process.GetRequiredService<PlanStep>().RunAsync(None))));
        Assert.Equal(2, reports.Sum(report => report.Planned));
        await process.GetRequiredService<InProcessQueue>().DrainAsync(process.GetRequiredService<ReceiveStep>(), process.GetRequiredService<DeadLetterStep>(), 4, null, None);
        Assert.Equal(AllSent, await world.StatesAsync());
        Assert.Equal(4, world.Mail.Keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    [Theory]
    [InlineData(AnalysisPart.Stalls)]
    [InlineData(AnalysisPart.Slips)]
    [InlineData(AnalysisPart.StageOutliers)]
    [Promise("R8", "each of the three analyses, given up, sent again twice")]
    public async Task R8_A_part_that_always_fails_is_named_as_missing_and_leaves_a_dead_letter_that_can_be_replayed(AnalysisPart part)
    {
        const string canary = "CANARY@example.com";
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Change = services => Instead<IRunStore>(services, store => new FailingPart(store, part, canary));
        await world.RunAsync();
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await world.StatesAsync());
        RunSummary run = Assert.Single(await world.RunsAsync());
        Assert.Equal([part], run.Run.Missing.ToArray());
        BriefPair pair = (await world.Start().GetRequiredService<IRunStore>().ReadPairAsync(run.Run.Id, None))!;
        Assert.Equal([part], pair.Facts.Missing.ToArray());
        DeadLetter letter = Assert.Single(await world.DeadLettersAsync());
        Assert.Equal(("retries-exhausted: InvalidOperationException", 4, $"Analyze{part}"), (letter.Reason, letter.Attempts, letter.Subscription.ToString()));
        Assert.DoesNotContain(canary, Json.Text(letter), StringComparison.Ordinal);

        world.Change = _ => { };
        string ledger = await world.LedgerAsync();
        for (int i = 0; i < 2; i++)
        {
            ServiceProvider process = world.Start();
            DeadLetterStep step = process.GetRequiredService<DeadLetterStep>();
            await step.ReplayAsync(Assert.Single(await world.DeadLettersAsync()), world.Clock.Now, None);
            await process.GetRequiredService<InProcessQueue>().DrainAsync(process.GetRequiredService<ReceiveStep>(), step, 1, null, None);
        }

        Assert.Equal(ledger, await world.LedgerAsync());
        Assert.Equal(2, world.Mail.Accepted.Length);
        Assert.Equal(world.Clock.Now, Assert.Single(await world.DeadLettersAsync()).ReplayedAt);
    }

    [Fact]
    [Promise("R8", "a delivery that was given up, sent again twice")]
    public async Task R8_A_dead_delivery_is_replayed_twice_and_sent_once()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Change = services => services.AddSingleton(new RetrySchedule([]));
        world.Change += services => Instead<IRunStore>(services, store => new NoPair(store));

        // What fails for good between the claim and the post is given up after its retries, and does not wait for a lease for ever.
        await world.RunAsync();
        DeadLetter letter = (await world.DeadLettersAsync()).First(one => one.Id.EndsWith(":Rep:0", StringComparison.Ordinal));
        Assert.Equal((Subscription.DeliverBrief, "retries-exhausted: IOException", 1), (letter.Subscription, letter.Reason, letter.Attempts));
        Assert.Equal(["rob Manager Planned", "rob Rep Planned"], await world.StatesAsync());
        world.Change = _ => { };
        for (int i = 0; i < 2; i++)
        {
            ServiceProvider process = world.Start();
            await process.GetRequiredService<DeadLetterStep>().ReplayAsync(letter, world.Clock.Now, None);
            await process.GetRequiredService<InProcessQueue>().DrainAsync(process.GetRequiredService<ReceiveStep>(), process.GetRequiredService<DeadLetterStep>(), 1, null, None);
        }

        Assert.Equal(["rob Manager Planned", "rob Rep Sent"], await world.StatesAsync());
        Assert.Single(world.Mail.Accepted);
    }

    [Theory]
    [InlineData("SavePartAsync(", 1)]
    [InlineData("SavePartAsync(", 2)]
    [InlineData("SavePartAsync(", 3)]
    [InlineData("TryComposeAsync", 1)]
    [Promise("R21", "a snapshot that lands between any two writes of a run")]
    public async Task R21_A_snapshot_that_lands_at_any_moment_is_never_mixed_with_the_one_before(string call, int time)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        int seen = 0;
        int analyses = 0;
        world.Change = services => Instead<IRunStore>(services, store => new BeforeCall(store, async name =>
        {
            analyses += name == "SavePartAsync(" ? 1 : 0;
            if (name == call && ++seen == time)
            {
                world.Change = _ => { };
                await world.IngestAsync(new PipelineCompany { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddHours(1), Edition = 2 });
            }
        }));
        await world.RunAsync();
        RunSummary run = Assert.Single(await world.RunsAsync());
        IRunStore runs = world.Start().GetRequiredService<IRunStore>();
        BriefPair pair = (await runs.ReadPairAsync(run.Run.Id, None))!;
        Assert.Empty(pair.Facts.Missing);
        decimal edition = pair.Facts.SnapshotId.StartsWith("20260302T07", StringComparison.Ordinal) ? 2 : 1;
        Assert.All(pair.Facts.Findings, finding => Assert.Equal(edition, finding.Opportunity.Amount!.Value.Amount % 1000));
        Assert.Equal((6000 + (3 * edition)), Assert.Single(pair.Facts.Context.OpenValue).Amount);
        Assert.Equal(call == "TryComposeAsync" ? 1 : 2, edition);
        Assert.InRange(analyses, 3, 6);
        Assert.Equal(2, world.Mail.Accepted.Length);
    }

    [Fact]
    public async Task Snapshots_that_keep_landing_end_in_a_brief_that_names_what_it_could_not_use()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        int edition = 1;
        Action<IServiceCollection> landing = services => Instead<IRunStore>(services, store => new BeforeCall(store, async name =>
        {
            if (name == "SavePartAsync(")
            {
                edition++;
                Action<IServiceCollection> change = world.Change;
                world.Change = _ => { };
                await world.IngestAsync(new PipelineCompany { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddMinutes(edition), Edition = edition });
                world.Change = change;
            }
        }));
        world.Change = landing;
        await world.RunAsync();
        RunSummary run = Assert.Single(await world.RunsAsync());
        BriefPair pair = (await world.Start().GetRequiredService<IRunStore>().ReadPairAsync(run.Run.Id, None))!;
        Assert.All(pair.Facts.Findings, finding => Assert.Equal(edition, finding.Opportunity.Amount!.Value.Amount % 1000));
        Assert.Equal(3, pair.Facts.Missing.Length);
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await world.StatesAsync());
        Assert.InRange(edition, 4, 20);
    }

    private static void Instead<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        ServiceDescriptor real = services.Last(one => one.ServiceType == typeof(T));
        services.AddSingleton(provider => wrap((T)(real.ImplementationInstance ?? real.ImplementationFactory!(provider))));
    }

    /// <summary>Calls back before a part is saved or a pair composed.</summary>
    private sealed class BeforeCall(IRunStore store, Func<string, Task> call) : PipelineRunStore(store)
    {
        public override async Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation)
        {
            await call("SavePartAsync(");
            await base.SavePartAsync(run, part, cancellation);
        }

        public override async Task<bool> TryComposeAsync(Versioned<Run> run, BriefPair pair, System.Collections.Immutable.ImmutableArray<Delivery> deliveries, CancellationToken cancellation)
        {
            await call("TryComposeAsync");
            return await base.TryComposeAsync(run, pair, deliveries, cancellation);
        }
    }

    private sealed class NoPair(IRunStore store) : PipelineRunStore(store)
    {
        public override async Task<BriefPair?> ReadPairAsync(RunId run, CancellationToken cancellation) =>
            await base.ReadPairAsync(run, cancellation) is null ? null : throw new IOException("CANARY");
    }

    private sealed class FailingPart(IRunStore store, AnalysisPart part, string message) : PipelineRunStore(store)
    {
        public override Task SavePartAsync(RunId run, PartResult result, CancellationToken cancellation) =>
            result.Part == part ? throw new InvalidOperationException(message) : base.SavePartAsync(run, result, cancellation);
    }
}
