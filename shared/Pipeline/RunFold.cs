using System.Collections.Immutable;
using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>The orchestrator's decision: a pure function of the run's state, the message and the instant.</summary>
public static class RunFold
{
    /// <summary>A snapshot that lands between two analyses makes them disagree once; more often means ingests faster than analyses.</summary>
    private const int MostRounds = 3;

    private static readonly ImmutableArray<AnalysisPart> All = [.. Enum.GetValues<AnalysisPart>()];

    public static RunDecision Decide(RunState state, Message message, DateTimeOffset now)
    {
        Run run = state.Run.Value;
        if (run.ComposedAt is not null)
        {
            return new RunDecision.Deliver();
        }

        ImmutableArray<AnalysisPart> missing = [.. All.Where(part => !state.Parts.ContainsKey(part))];
        bool deadline = now >= run.DeadlineAt || message is DeadlineReached;
        if (!missing.IsEmpty)
        {
            return deadline ? new RunDecision.Compose(missing) : new RunDecision.Wait();
        }

        return state.Parts.Values.Distinct(StringComparer.Ordinal).Count() == 1 || deadline || run.Round >= MostRounds
            ? new RunDecision.Compose([])
            : new RunDecision.AnalyzeAgain();
    }
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

    public sealed record Compose(ImmutableArray<AnalysisPart> Missing) : RunDecision;

    /// <summary>Composed before: make sure that the deliveries are on their way.</summary>
    public sealed record Deliver : RunDecision;
}
