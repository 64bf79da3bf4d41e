using System.Globalization;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Simulation;

/// <summary>Who acts: timers, handlers, the webhook, people.</summary>
internal sealed partial class SimWorld
{
    private const int MostAtOnce = 6;

    private static readonly TimeSpan PlanEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(2);

    private int _started;
    private bool _planned;
    private DateTimeOffset _tickDied;

    /// <summary>The first snapshot and those that land while the run goes on.</summary>
    public List<SimCompany> Landed { get; } = [new SimCompany(SimCompany.Base)];

    private List<SimWorker> Alive => _workers.FindAll(worker => !worker.Dead && !worker.Stopping.IsCancellationRequested);

    private void Begin()
    {
        Record.Published.Add((Landed[0], Now));
        for (int i = 0; i < Profile.Workers; i++)
        {
            StartWorker(new SimClock(this));
        }

        SchedulePlan(TimeSpan.Zero);
        ScheduleSnapshots();
        ScheduleTrouble();
        Later(LookEvery / 2, "people", LookAfter);
    }

    private void StartWorker(SimClock clock) => _workers.Add(new SimWorker(this, string.Create(CultureInfo.InvariantCulture, $"worker-{++_started}"), clock));

    private SimWorker? AnyWorker(string name) => Alive is [_, ..] alive ? alive[(int)(Plan.Of("who does " + name) * alive.Count)] : null;

    /// <returns>False when there is nobody to do it.</returns>
    private bool Start(string name, Func<SimWorker, Task> does, Action<SimActor>? then = null, SimMessage? message = null, bool isPerson = false, SimWorker? on = null)
    {
        name = Plan.Again(name);
        if ((on ?? AnyWorker(name)) is not { } worker)
        {
            return false;
        }

        SimActor actor = new(name, worker) { Message = message, Then = then ?? (_ => { }), IsPerson = isPerson };
        Actors.Add(actor);
        Step($"{worker.Name} begins: {name}");
        _ = Task.Factory.StartNew(() => ActAsync(actor, does), CancellationToken.None, TaskCreationOptions.None, _pump);
        return true;
    }

    private static async Task ActAsync(SimActor actor, Func<SimWorker, Task> does)
    {
        SimActor.Current.Value = actor;
        try
        {
            await does(actor.Worker);
        }
        catch (Exception failure)
        {
            actor.Failure = failure;
        }

        actor.Ended = true;
    }

    private void EndThose()
    {
        foreach (SimActor actor in Actors.FindAll(actor => actor.Ended))
        {
            Actors.Remove(actor);
            if (actor.Failure is SimFailure failure)
            {
                throw failure;
            }

            // The first line: what Cosmos DB's client writes below it are its diagnostics, with real times.
            Step($"{actor.Worker.Name} ends: {actor.Name}{(actor.Failure is null ? "" : $" ({actor.Failure.GetType().Name}: {actor.Failure.Message.Split('\n')[0]})")}");
            actor.Then(actor);
        }
    }

    private void Deliver(SimMessage message)
    {
        if (Bus.Take(message) is not { } received)
        {
            return;
        }

        SimWorker worker = AnyWorker("delivery " + message.Name + message.Lock.ToString(CultureInfo.InvariantCulture))!;
        IReceivedMessage handed = Plants.Received(SimPort.Around<IReceivedMessage>(received, this));
        Start(
            message.Name,
            on => on.Get<ReceiveStep>().RunAsync(message.Subscription, handed, on.Stopping.Token),
            actor =>
            {
                if (actor.Failure is not null && !worker.Dead && message.Lock == received.Lock)
                {
                    message.LockedUntil = Now; // The host gives back what its function threw at.
                }
            },
            message,
            on: worker);
        RenewLater(received, worker);
    }

    private void RenewLater(SimReceived received, SimWorker worker) => Later(TimeSpan.FromSeconds(30), "renewal", () =>
    {
        if (!worker.Dead && Actors.Exists(actor => actor.Message == received.Message))
        {
            Bus.Renew(received);
            RenewLater(received, worker);
        }
    });

    private void SchedulePlan(TimeSpan wait) => Later(wait, "plan", () =>
    {
        _crowd.Look();
        if (Profile.OneTick && _planned)
        {
            return;
        }

        string where = Plan.Again("tick");
        if (!Disturb("Missed tick", where, Profile.BusFaults / 2))
        {
            Tick();
            if (Disturb("Second tick", where, Profile.BusFaults))
            {
                Tick();
            }
        }

        SchedulePlan(IsCalm && IsSettled() ? LookEvery : PlanEvery);
    });

    private void Tick()
    {
        DateTimeOffset begun = Now;
        DateTimeOffset told = default;
        int seen = Record.Published.Count;
        Start(
            "plan",
            worker =>
            {
                told = worker.Clock.GetUtcNow();
                return worker.Get<PlanStep>().RunAsync(worker.Stopping.Token);
            },
            actor =>
            {
                if (actor.Failure is null)
                {
                    Record.Ticks.Add((told, actor.Worker.Clock.GetUtcNow(), seen, Record.Published.Count));

                    // Whoever comes after a tick that died finds its run, and wakes it only when it has stood still.
                    bool alone = !Actors.Exists(other => other.Name.StartsWith("plan#", StringComparison.Ordinal)) && begun > _tickDied + (PlanEvery * 2);
                    _planned |= alone && told >= SimCompany.Meeting - Profile.Lead && told < SimCompany.Meeting;
                }
                else
                {
                    _tickDied = Now;
                }
            });
    }

    private void ScheduleSnapshots()
    {
        TimeSpan before = TimeSpan.Zero;
        for (int i = 1; i <= Profile.Snapshots; i++)
        {
            string which = string.Create(CultureInfo.InvariantCulture, $"snapshot {i}");
            TimeSpan wait = Plan.Of("soon " + which) < 0.6
                ? Plan.Between("soon " + which, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(24))
                : Plan.Between("when " + which, TimeSpan.Zero, Profile.Lead);
            wait = i > 1 && Plan.Of("together " + which) < 0.4 ? before : wait; // Two at once.
            before = wait;
            bool late = Plan.Of("late " + which) < 0.2;
            SimChange change = Profile.OneTick ? SimChange.Figures : Plan.Pick("change of " + which, Enum.GetValues<SimChange>().AsSpan());
            if (!Plan.Happens("Snapshot", $"{which} ({change})", 1))
            {
                continue;
            }

            // A late one was taken before the first: it changes what is known of the past only.
            SimCompany company = new(late ? SimCompany.Base.AddHours(-i) : SimCompany.Base.AddMinutes(i), change);
            Landed.Add(company);
            Later(wait, which, () => Land(company, which));
        }
    }

    private void Land(SimCompany company, string which)
    {
        bool there = false;
        Task ReadAsync(SimWorker worker) => ReadBySourceAsync(worker, company, () => there = true);
        void Again(SimActor actor)
        {
            if (!there)
            {
                Later(PlanEvery, which, () => Land(company, which));
            }
        }

        if (!Start("ingest " + which, ReadAsync, Again))
        {
            Later(PlanEvery, which, () => Land(company, which));
        }

        if (Disturb("Second ingest", Plan.Again(which), Profile.BusFaults))
        {
            Start("ingest " + which, worker => ReadBySourceAsync(worker, company, () => { }));
        }
    }

    private async Task ReadBySourceAsync(SimWorker worker, SimCompany company, Action done)
    {
        ISnapshotSource source = SimPort.Around<ISnapshotSource>(company, this);
        await worker.Get<IngestStep>().RunAsync(source, new NothingIsBad(), null, worker.Stopping.Token);
        done();
    }
}
