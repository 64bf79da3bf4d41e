using OneOnOne.Analysis;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

/// <summary>How a call of a port is performed, and what may go wrong with it.</summary>
internal sealed partial class SimWorld
{
    private readonly List<(SimActor Owner, IBookWriter Writer)> _writers = [];

    private readonly Dictionary<string, bool> _broken = new(StringComparer.Ordinal);

    private double StallChance(SimCall call) => call.Port == nameof(IMailGateway) && Profile.Provider == SimProvider.Tells ? 0 : Profile.Faults / 2;

    private TimeSpan Stall(string label) => Plan.Between("stall of " + label, TimeSpan.FromSeconds(20), SimProfile.LongestStall);

    private void Perform(SimCall call)
    {
        if (call.Done is { } done)
        {
            Answer(call, done.Result, done.Failure);
            return;
        }

        double chance = Profile.Faults;
        if (Disturb("Fail before", call.Label, chance))
        {
            Answer(call, null, new IOException($"Before {call.Label}."));
            return;
        }

        if (Disturb("Crash before", call.Label, chance / 2))
        {
            Crash(call.Actor.Worker);
            return;
        }

        (object? result, Exception? failure) = IsBroken(call) ? (null, new IOException("This part cannot be saved.")) : Do(call);
        if (Disturb("Crash after", call.Label, chance / 2))
        {
            Crash(call.Actor.Worker);
        }
        else if (failure is null && Disturb("Lose answer", call.Label, chance))
        {
            Answer(call, null, new IOException($"After {call.Label}."));
        }
        else if (Disturb("Stall after", call.Label, chance / 2))
        {
            call.Done = (result, failure);
            call.NotBefore = Now + Stall(call.Label);
        }
        else
        {
            Answer(call, result, failure);
        }
    }

    /// <summary>
    /// A part that nobody can save before the one-on-one, however often they try: what a deadline is for. Where every lock may lapse and
    /// no duplicate is detected each of its seven attempts would double, which tells nothing more and takes long.
    /// </summary>
    private bool IsBroken(SimCall call)
    {
        if (call.Arguments is not [RunId run, PartResult part, ..] || Now >= SimCompany.Meeting)
        {
            return false;
        }

        string which = $"{run} {part.Part}";
        if (!_broken.TryGetValue(which, out bool broken))
        {
            broken = _broken[which] = Disturb("Broken part", which, Profile.Faults > 0 && Profile.Locks && Profile.DuplicateDetection ? 0.3 : 0);
        }

        return broken;
    }

    /// <summary>To its end, alone; the store may use what threads it likes meanwhile.</summary>
    private (object? Result, Exception? Failure) Do(SimCall call)
    {
        Step($"{call.Actor.Worker.Name} {call.Label}");
        Performing = call.Actor;
        try
        {
            object? result = Kind == SimStoreKind.Cosmos ? Task.Run(call.Perform).GetAwaiter().GetResult() : call.Perform().GetAwaiter().GetResult();
            if (call.Port == nameof(IBookWriter))
            {
                _writing = call.Label.StartsWith("IBookWriter.Publish", StringComparison.Ordinal) ? null : call.Writer;
            }

            if (result is IBookWriter writer)
            {
                _writers.Add((call.Actor, writer));
            }

            Record.Performed(call, result);
            return (result, null);
        }
        catch (Exception failure) when (failure is not SimFailure)
        {
            return (null, failure);
        }
        finally
        {
            Performing = null;
        }
    }

    private void Answer(SimCall call, object? result, Exception? failure)
    {
        _calls.Remove(call);
        call.Actor.Waiting--;
        if (!call.Actor.Lives)
        {
            return;
        }

        if (failure is null)
        {
            call.Answer.SetResult(result);
        }
        else
        {
            call.Answer.SetException(failure);
        }
    }

    /// <summary>Nothing that it does gets through any more, and nobody in it is ever told anything: there is nothing that could be caught.</summary>
    private void Crash(SimWorker worker)
    {
        Step($"{worker.Name} is dead");
        worker.Dead = true;
        Close(worker);
        _calls.RemoveAll(call => call.Actor.Worker == worker);
        List<SimActor> gone = Actors.FindAll(actor => actor.Worker == worker);
        Actors.RemoveAll(gone.Contains);
        foreach (SimActor actor in gone)
        {
            // Whoever called the process sees the connection close.
            actor.Failure = new IOException("The process died.");
            actor.Then(actor);
        }

        Later(Plan.Between("restart of " + worker.Name, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(3)), "restart of " + worker.Name, () => StartWorker(worker.Clock));
    }

    /// <summary>What the operating system does for a process that is gone: its transactions are rolled back.</summary>
    private void Close(SimWorker worker)
    {
        foreach ((_, IBookWriter writer) in _writers.Where(one => one.Owner.Worker == worker).ToList())
        {
            Forget(writer);
            writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
