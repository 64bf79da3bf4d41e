using System.Collections.Immutable;
using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>The orchestrator's decision: a pure function of the run's state, the message and the instant.</summary>
public static class RunFold
{
    /// <summary>A snapshot that lands between two analyses makes them disagree once; more often means ingests faster than analyses.</summary>
    private const int MostRounds = 3;

    public static RunDecision Decide(RunState state, Message message, DateTimeOffset now)
    {
        Run run = state.Run.Value;
        if (run.ComposedAt is not null)
        {
            return new RunDecision.Deliver();
        }

        ImmutableArray<AnalysisPart> missing = [.. Analyses.All.Where(part => !state.Parts.ContainsKey(part))];
        if (IsLast(run, message, now))
        {
            return new RunDecision.Compose(missing);
        }

        if (!missing.IsEmpty)
        {
            return new RunDecision.Wait();
        }

        return state.Parts.Values.Distinct(StringComparer.Ordinal).Count() == 1 ? new RunDecision.Compose([]) : Disagree(run, message);
    }

    /// <summary>Nothing is waited for any more: what cannot be used now is named as missing.</summary>
    public static bool IsLast(Run run, Message message, DateTimeOffset now) => now >= run.DeadlineAt || message is DeadlineReached;

    /// <summary>
    /// Parts come from different snapshots, or from one that is no longer the newest. One round mends that; three messages that see
    /// the same disagreement ask for it once, and a message of an earlier round finds it asked for.
    /// </summary>
    public static RunDecision Disagree(Run run, Message message) =>
        message.Round >= run.Round && run.Round < MostRounds ? new RunDecision.AnalyzeAgain() : new RunDecision.Wait();
}

public abstract record RunDecision
{
    private RunDecision()
    {
    }

    /// <summary>Parts are still being computed.</summary>
    public sealed record Wait : RunDecision;

    /// <summary>The parts saw different snapshots: one brief may not mix them.</summary>
    public sealed record AnalyzeAgain : RunDecision;

    /// <summary>Parts that came but do not fit the others are for whoever composes to find out.</summary>
    public sealed record Compose(ImmutableArray<AnalysisPart> Missing) : RunDecision;

    /// <summary>Composed before: make sure that the deliveries are on their way.</summary>
    public sealed record Deliver : RunDecision;
}
