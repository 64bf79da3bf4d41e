using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Simulation;

/// <summary>What was really written, published, looked up and told; checked as it happens where the end would no longer show it.</summary>
internal sealed class SimRecord(SimWorld sim) : ILoggerProvider
{
    /// <summary>Each version of each delivery, as it was written.</summary>
    public Dictionary<string, List<(Delivery Delivery, SimActor Actor, DateTimeOffset At)>> Ledger { get; } = new(StringComparer.Ordinal);

    public Dictionary<RunId, (Run Run, ImmutableArray<Delivery> Halves, DateTimeOffset At, int Rough)> Composed { get; } = [];

    /// <summary>The company as each published snapshot shows it, in the order in which they were published; the first is there from the start.</summary>
    public List<(SimCompany Company, DateTimeOffset At)> Published { get; } = [];

    /// <summary>Ticks of the planner that came to their end: when they began and ended by its own clock, and which snapshots it saw.</summary>
    public List<(DateTimeOffset Told, DateTimeOffset Ended, int From, int To)> Ticks { get; } = [];

    /// <summary>Until when the provider had asked to wait in an answer that arrived and was written down.</summary>
    public Dictionary<string, DateTimeOffset> Resets { get; } = new(StringComparer.Ordinal);

    public int Alerts { get; private set; }

    public int Unknowns { get; private set; }

    /// <summary>How much had gone wrong when it was composed.</summary>
    public int Rough(RunId run) => Composed[run].Rough;

    public int Resent(string key) => Of(key).Count(one => one.Actor.IsPerson && one.Delivery.State == DeliveryState.Planned);

    public IEnumerable<(Delivery Delivery, SimActor Actor, DateTimeOffset At)> Of(string key) => Ledger.GetValueOrDefault(key, []);

    /// <summary>The newest of what was published.</summary>
    public SimCompany SeenAt(int published) => Published.Take(published).Select(one => one.Company).MaxBy(company => company.TakenAt)!;

    /// <summary>A call was performed, and the store did it.</summary>
    public void Performed(SimCall call, object? result)
    {
        if (call.Label.StartsWith("IBookStore.FindPersonAsync", StringComparison.Ordinal) && call.Actor.LookedUpAt == 0)
        {
            call.Actor.LookedUpAt = Published.Count;
        }
        else if (call.Label.StartsWith("IBookWriter.PublishAsync", StringComparison.Ordinal))
        {
            Snapshot snapshot = (Snapshot)call.Arguments[0]!;
            Published.Add((sim.Landed.First(company => company.Hash == snapshot.ContentHash), sim.Now));
        }
        else if (call.Label.StartsWith("IRunStore.TryComposeAsync", StringComparison.Ordinal) && result is true)
        {
            Run run = ((Versioned<Run>)call.Arguments[0]!).Value;
            SimFailure.Unless("R1", Composed.TryAdd(run.Id, (run, (ImmutableArray<Delivery>)call.Arguments[2]!, sim.Now, sim.Plan.Injected.Count(one => !one.StartsWith("Snapshot", StringComparison.Ordinal)))), $"{run.Id} was composed twice");
        }
        else if (call.Arguments is [Versioned<Delivery> written, ..] && result is not null)
        {
            Written(written.Value, call.Actor, call.Told);
        }
    }

    public void Posted(SimActor actor, Mail mail)
    {
        string key = mail.BriefKey;
        SimFailure.Unless("R2", actor.Intent == key, $"{key} was posted by {actor.Name}, who had not written down that they would or had posted before");
        actor.Intent = null;
        DateTimeOffset told = actor.Worker.Clock.GetUtcNow();
        if (Resets.TryGetValue(key, out DateTimeOffset reset) && !sim.Profile.WrongClocks)
        {
            SimFailure.Unless("R19", told >= reset, $"{key} was posted at {told:u}, before the {reset:u} that the provider had asked for");
        }

        (RunId run, _) = Delivery.ParseKey(key)!.Value;
        Run composed = Composed[run].Run;
        Delivery delivery = Of(key).Last().Delivery;
        IEnumerable<SimCompany> seen = Enumerable.Range(actor.LookedUpAt, Published.Count - actor.LookedUpAt + 1).Select(SeenAt);
        SimFailure.Unless(
            "S1",
            seen.Any(company => company.MayRead(composed.Manager, composed.Rep, delivery.To, mail.To.Address) && (!company.IsCancelled(composed.Rep) || composed.Notice is { Now: null })),
            $"{key} was mailed to {mail.To.Address}, who may not have it since a snapshot that was visible");
    }

    private void Written(Delivery delivery, SimActor actor, DateTimeOffset told)
    {
        string key = delivery.BriefKey;
        DeliveryState? before = Of(key).Select(one => (DeliveryState?)one.Delivery.State).LastOrDefault();
        SimFailure.Unless("R2", before != DeliveryState.Sent, $"{key} was Sent and became {delivery.State}");
        if (!Ledger.TryGetValue(key, out var versions))
        {
            Ledger[key] = versions = [];
        }

        versions.Add((delivery, actor, sim.Now));
        if (delivery.State == DeliveryState.Posting)
        {
            actor.Intent = key;
            SimFailure.Unless("R5", told < delivery.StartsAt, $"{actor.Name} meant at {told:u} to post {key}, whose one-on-one had begun at {delivery.StartsAt:u}");
        }
        else
        {
            actor.Intent = actor.Intent == key ? null : actor.Intent;
        }

        // From Posting: by the answer to that post. What a pause defers says nothing about an answer, which may have got lost.
        if ((before, delivery.State) is (DeliveryState.Posting, DeliveryState.Deferred) && sim.Mail.Asked.TryGetValue(key, out DateTimeOffset reset))
        {
            Resets[key] = reset;
        }

        if (delivery.State == DeliveryState.Unknown && before != DeliveryState.Unknown)
        {
            Unknowns++;
            SimFailure.Unless("R3", actor.Alerts.GetValueOrDefault(key) == 1, $"{key} became Unknown with {actor.Alerts.GetValueOrDefault(key)} alerts");
            actor.Alerts[key] = 0;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Log(this);

    public void Dispose()
    {
    }

    private sealed class Log(SimRecord record) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "DeliveryUnknown" && state is IEnumerable<KeyValuePair<string, object?>> values && SimActor.Current.Value is { } actor)
            {
                string key = (string)values.First(one => one.Key == "BriefKey").Value!;
                actor.Alerts[key] = actor.Alerts.GetValueOrDefault(key) + 1;
                record.Alerts++;
            }
        }
    }
}
