using System.Globalization;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

/// <summary>
/// One seed's run: the whole pipeline on its real steps and a real store, with the bus, the mail provider, the clocks and the CRM made
/// by hand. Whoever calls a port waits; when everybody waits, the seed says what happens next, and that alone happens.
/// See docs/simulation.md.
/// </summary>
internal sealed partial class SimWorld : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDraw = TimeSpan.FromSeconds(30);

    private readonly SimPump _pump = new();
    private readonly List<SimCall> _calls = [];
    private readonly List<(DateTimeOffset At, string Name, double Turn, Action Happens)> _agenda = [];
    private readonly List<SimWorker> _workers = [];
    private readonly SimCrowd _crowd;
    private object? _writing;
    private long _turns;

    public SimWorld(SimStoreKind kind, SimPlan plan, SimPlants plants)
    {
        (Kind, Plan, Plants) = (kind, plan, plants);
        Profile = SimProfile.Of(plan);
        Settings = SimWorker.SettingsOf(Profile);
        Now = Profile.Begins;
        (Record, Mail, Bus, _crowd) = (new SimRecord(this), new SimMail(this), new SimBus(this), new SimCrowd(this));
        Store = SimStore.Of(kind);
        Raw = Store.Start("raw");
    }

    public SimStoreKind Kind { get; }

    public SimPlan Plan { get; }

    public SimPlants Plants { get; }

    public SimProfile Profile { get; }

    public OneOnOneSettings Settings { get; }

    public SimStore Store { get; }

    /// <summary>The store as the oracles read it: past everything that may go wrong.</summary>
    public SimStores Raw { get; }

    public SimRecord Record { get; }

    public SimMail Mail { get; }

    public SimBus Bus { get; }

    public DateTimeOffset Now { get; private set; }

    public List<SimActor> Actors { get; } = [];

    /// <summary>Whose call is just being performed.</summary>
    public SimActor? Performing { get; private set; }

    /// <summary>What happened, in order.</summary>
    public List<string> Steps { get; } = [];

    private bool IsCalm => Now >= Profile.CalmAt;

    /// <summary>Where no duplicate is detected, each copy of a message that waits looks again by itself: that is a lot, and comes to its end.</summary>
    private int MostSteps => Profile.DuplicateDetection ? 20_000 : 100_000;

    public void Step(string what) => Steps.Add(string.Create(CultureInfo.InvariantCulture, $"{Now:MM-dd HH:mm:ss} {what}"));

    /// <summary>Something goes wrong, if the seed says so and it is not the calm time yet.</summary>
    public bool Disturb(string kind, string where, double chance)
    {
        if (IsCalm || !Plan.Happens(kind, where, chance))
        {
            return false;
        }

        Step($"! {kind} @ {where}");
        return true;
    }

    /// <summary>Where something is drawn among all that may happen next: the smallest comes first.</summary>
    public double Turn(string name) => Profile.InOrder ? ++_turns * 1e-9 : Plan.Of(Plan.Again("turn of " + name));

    public void Later(TimeSpan wait, string name, Action happens) => _agenda.Add((Now + wait, name, Turn(name), happens));

    /// <exception cref="SimFailure">An oracle does not hold.</exception>
    public void Run()
    {
        Begin();
        while (Now < Profile.Ends || !IsQuiet())
        {
            SimFailure.Unless("R1", Steps.Count < MostSteps && Now < Profile.Ends.AddHours(24), "it never comes to rest");
            Next();
        }

        new SimOracles(this).Check();
    }

    /// <summary>A port is called.</summary>
    public async Task<object?> CallAsync(string port, string name, object?[] arguments, Func<Task<object?>> perform, object target, string method)
    {
        SimActor actor = SimActor.Current.Value ?? throw new InvalidOperationException($"Nobody calls {name}.");
        string label = Plan.Again(name);
        bool writes = port == nameof(IBookWriter) || method.StartsWith("Try", StringComparison.Ordinal) || method.StartsWith("Save", StringComparison.Ordinal);
        SimCall call = new(actor, port, label, Turn(name), perform) { NotBefore = Now, Writer = target, Writes = writes && port is not nameof(IReceivedMessage), Arguments = arguments };
        foreach (object? argument in arguments)
        {
            if (argument is CancellationToken { IsCancellationRequested: true } cancelled)
            {
                throw new OperationCanceledException(cancelled);
            }
        }

        if (Disturb("Stall before", label, StallChance(call)))
        {
            call.NotBefore += Stall(label);
        }

        _calls.Add(call);
        actor.Waiting++;
        return await call.Answer.Task;
    }

    public IBookWriter Open(IBookWriter writer) => SimPort.Around(writer, this);

    /// <summary>Its transaction ends.</summary>
    public void Forget(IBookWriter writer)
    {
        _writing = ReferenceEquals(_writing, writer) ? null : _writing;
        _writers.RemoveAll(one => ReferenceEquals(one.Writer, writer));
    }

    public void Dispose()
    {
        foreach (SimWorker worker in _workers)
        {
            Close(worker);
            worker.Dispose();
        }

        _pump.Dispose();
        Store.Dispose();
    }

    /// <summary>One thing of all that may happen now happens: the one whose turn comes first.</summary>
    private void Next()
    {
        _pump.Run(() => Actors.TrueForAll(actor => !actor.Lives || actor.Waiting > 0));
        EndThose();
        (double Turn, Action Happens)? next = null;
        void May(double turn, Action happens)
        {
            if (next is null || turn < next.Value.Turn)
            {
                next = (turn, happens);
            }
        }

        foreach (SimCall call in _calls.Where(IsReady))
        {
            May(Soon(call.Turn, call.NotBefore), () => Perform(call));
        }

        if (Actors.Count(actor => actor.Message is not null) < MostAtOnce && Alive.Count > 0)
        {
            foreach (SimMessage message in Bus.Deliverable)
            {
                May(Soon(message.Turn, message.Due), () => Deliver(message));
            }
        }

        foreach (var due in _agenda.Where(one => one.At <= Now))
        {
            May(Soon(due.Turn, due.At), () =>
            {
                _agenda.Remove(due);
                due.Happens();
            });
        }

        if (next is null)
        {
            Wait();
        }
        else if (!Profile.InOrder && TimePasses() is { } step && step.Turn < next.Value.Turn)
        {
            Now += step.By;
        }
        else
        {
            next.Value.Happens();
            Now += Profile.InOrder ? Least : TimeSpan.Zero; // A worker behind the bus's clock asks for messages that are due at once, until it has caught up.
        }
    }

    /// <summary>A bad draw delays something by seconds. What takes minutes is a disturbance of its own, which can be taken away.</summary>
    private double Soon(double turn, DateTimeOffset since) => Now - since < LongestDraw ? turn : turn / 1000;

    private bool IsReady(SimCall call) =>
        call.NotBefore <= Now && !(Kind == SimStoreKind.Sqlite && call.Writes && call.Done is null && _writing is not null && !ReferenceEquals(_writing, call.Writer));

    /// <summary>Nothing can happen at this instant: on to the next one at which something can.</summary>
    private void Wait()
    {
        DateTimeOffset? next = _calls.Where(call => call.NotBefore > Now).Select(call => (DateTimeOffset?)call.NotBefore)
            .Concat(_agenda.Where(one => one.At > Now).Select(one => (DateTimeOffset?)one.At)).Append(Bus.Next).Where(at => at is not null).Min();
        Now = next ?? Now.AddMinutes(1);
    }

    private (double Turn, TimeSpan By)? TimePasses()
    {
        string tick = Plan.Again("time");
        double turn = 0.3 + (0.7 * Plan.Of(tick));
        return (turn, TimeSpan.FromSeconds(Math.Pow(10, (3 * Plan.Of("by " + tick)) - 2))); // 10 ms to 10 s.
    }
}
