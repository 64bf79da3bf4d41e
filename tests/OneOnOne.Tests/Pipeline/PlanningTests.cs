using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>The planner's timer fires twice, at once, late, or dies midway.</summary>
public sealed class PlanningTests
{
    private const int UsualSchedules = 100;
    private const int UsualCosmosSchedules = 5;
    private const string MorePlans = "schedules of 2 to 8 planners at once, up to 37 hours late, half of them killed at a write or a message; 1,000 with R4_SCHEDULES=1000";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(15);

    private enum Death
    {
        None,
        BeforeCreate,
        AfterCreate,
        BeforeSend,
        AfterSend,
    }

    [Fact]
    [Promise("R4", UsualSchedules, MorePlans)]
    public async Task R4_Planners_at_once_late_and_killed_midway_make_one_run_and_one_plan()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        await CheckAsync(world, Soak.Or("R4_SCHEDULES", UsualSchedules));
    }

    [Fact]
    [Promise("R4", UsualCosmosSchedules, "of them on the Cosmos gateway;", MorePlans)]
    public async Task R4_Planners_on_Cosmos_make_one_run_and_one_plan()
    {
        using CosmosWorld cosmos = await CosmosWorld.CreateAsync(new PipelineCompany());
        await using PipelineWorld world = PipelineWorld.On(cosmos);
        await CheckAsync(world, Soak.Or("R4_SCHEDULES", UsualCosmosSchedules));
    }

    /// <summary>Each schedule is a week of its own: two reps, two one-on-ones on its Tuesday.</summary>
    private static async Task CheckAsync(PipelineWorld world, int schedules)
    {
        int killed = 0;
        int late = 0;
        for (int seed = 0; seed < schedules; seed++)
        {
            Random random = new(seed);
            DateTimeOffset meeting = PipelineCompany.Meeting.AddDays(7 * seed);
            int ticksLate = Math.Max(0, random.Next(-75, 150));
            late += ticksLate > 0 ? 1 : 0;
            DateTimeOffset first = meeting - world.Settings.Plan.Lead + TimeSpan.FromMinutes(1) + (ticksLate * Tick);
            world.Clock.Now = first;
            Wire wire = new();
            (Death Death, int At)[] planners = [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => ((Death)Math.Max(0, random.Next(-4, 5)), random.Next(1, 3)))];
            PlanReport?[] reports = await Task.WhenAll(planners.Select(planner => Task.Run(() => PlanAsync(world, wire, planner.Death, planner.At))));
            killed += reports.Count(report => report is null);

            // The next tick, by somebody who knows nothing of it all.
            world.Clock.Now = first + Tick;
            Assert.Equal(0, (await PlanAsync(world, wire, Death.None, 0))!.Value.Missed);
            await CheckWeekAsync(world, wire, meeting, first, seed);
        }

        Assert.True(killed > schedules / 5 && late > schedules / 3, $"{killed} planners were killed and {late} schedules late.");
    }

    private static async Task CheckWeekAsync(PipelineWorld world, Wire wire, DateTimeOffset meeting, DateTimeOffset first, int seed)
    {
        DateOnly on = DateOnly.FromDateTime(meeting.UtcDateTime);
        List<RunSummary> runs = await world.Start().GetRequiredService<IRunStore>().ListAsync(on, on, None).ToListAsync();
        Assert.Equal(["ria", "rob"], runs.Select(one => one.Run.Rep.Value).Order(StringComparer.Ordinal));
        foreach (Run run in runs.Select(one => one.Run))
        {
            DateTimeOffset at = run.PlannedAt == first + Tick ? first + Tick : first; // Killed before it wrote anything.
            RunId id = RunId.Of(run.Manager, run.Rep, $"meet-{run.Rep}", on);
            Run plan = new()
            {
                Id = id,
                MeetingId = $"meet-{run.Rep}",
                Manager = PipelineCompany.Mia,
                Rep = run.Rep,
                On = on,
                StartsAt = meeting,
                TimeZone = "UTC",
                Minutes = 45,
                LastMeetingAt = meeting.AddDays(-7),
                LastRun = RunId.Of(run.Manager, run.Rep, $"meet-{run.Rep}", on.AddDays(-7)),
                AsOf = at,
                PlannedAt = at,
                DeadlineAt = at + world.Settings.Plan.AnalysisDeadline,
            };
            Assert.True(Json.Same(plan, run), $"Schedule {seed}:\n{Json.Text(plan)}\n{Json.Text(run)}");
            Outgoing[] sent = wire.Of(id);
            Assert.True(sent.Select(one => one.Message).OfType<AnalyzeRep>().Any(one => one.Parts.SequenceEqual(Analyses.All)), $"Schedule {seed}: nobody was asked for the parts of {run.Rep}.");
            Assert.Equal([plan.DeadlineAt], sent.Where(one => one.Message is DeadlineReached).Select(one => one.NotBefore!.Value).Distinct());

            // However many planners: one plan's messages, which are the same messages, and those of the one tick that made it good.
            Assert.InRange(sent.Select(one => one.Message.Id).Distinct(StringComparer.Ordinal).Count(), 2, 4);
        }
    }

    /// <returns>Null when it was killed.</returns>
    private static async Task<PlanReport?> PlanAsync(PipelineWorld world, Wire wire, Death death, int at)
    {
        ServiceProvider process;
        lock (world)
        {
            world.Change = services =>
            {
                ServiceDescriptor real = services.Last(one => one.ServiceType == typeof(IRunStore));
                services.AddSingleton<IRunStore>(provider => new DyingLedger((IRunStore)(real.ImplementationInstance ?? real.ImplementationFactory!(provider)), death, at));
            };
            world.ShareWith(new DyingQueue(wire, death, at));
            process = world.Start();
        }

        try
        {
            return await process.GetRequiredService<PlanStep>().RunAsync(None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class Wire
    {
        private readonly Lock _lock = new();
        private readonly List<Outgoing> _sent = [];

        public void Add(IEnumerable<Outgoing> messages)
        {
            lock (_lock)
            {
                _sent.AddRange(messages);
            }
        }

        public Outgoing[] Of(RunId run) => [.. _sent.Where(one => one.Message.Run == run)];
    }

    private sealed class DyingQueue(Wire wire, Death death, int at) : IMessageQueue
    {
        private int _calls;

        public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
        {
            bool now = ++_calls == at;
            Die(now && death == Death.BeforeSend);
            wire.Add(messages);
            Die(now && death == Death.AfterSend);
            return Task.CompletedTask;
        }
    }

    private sealed class DyingLedger(IRunStore store, Death death, int at) : PipelineRunStore(store)
    {
        private int _calls;

        public override async Task<bool> TryCreateAsync(Run run, CancellationToken cancellation)
        {
            bool now = ++_calls == at;
            Die(now && death == Death.BeforeCreate);
            bool created = await base.TryCreateAsync(run, cancellation);
            Die(now && death == Death.AfterCreate);
            return created;
        }
    }

    private static void Die(bool now)
    {
        if (now)
        {
            throw new IOException("Killed.");
        }
    }
}
