using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;

namespace OneOnOne.Pipeline;

/// <summary>
/// What travels between the steps. A message says which work to look at and never what the outcome is, so one too many does no
/// harm. Names and shapes are the wire's: see docs/queues.md and the golden files of the tests.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(AnalyzeRep), nameof(AnalyzeRep))]
[JsonDerivedType(typeof(FindingsReady), nameof(FindingsReady))]
[JsonDerivedType(typeof(DeadlineReached), nameof(DeadlineReached))]
[JsonDerivedType(typeof(DeliverBrief), nameof(DeliverBrief))]
public abstract record Message([property: JsonPropertyOrder(-1)] RunId Run)
{
    [JsonPropertyOrder(-2)]
    public int Schema { get; init; } = 1;

    /// <summary>Tells a repeated request from the first one: queues that detect duplicates by id would drop it otherwise.</summary>
    public int Round { get; init; }

    /// <summary>The same message always has the same id.</summary>
    [JsonIgnore]
    public abstract string Id { get; }
}

/// <summary>To the topic: compute this run's rep. Each of the three subscriptions does its own part.</summary>
/// <param name="Parts">The parts that are wanted; the others' subscriptions have nothing to do.</param>
public sealed record AnalyzeRep(RunId Run, ImmutableArray<AnalysisPart> Parts) : Message(Run)
{
    [JsonIgnore]
    public override string Id => $"analyze:{Run}:{Round}:{string.Join('+', Parts)}";
}

/// <summary>To the run's session: one part's findings are saved.</summary>
public sealed record FindingsReady(RunId Run, [property: JsonRequired] AnalysisPart Part, string SnapshotId) : Message(Run)
{
    [JsonIgnore]
    public override string Id => $"ready:{Run}:{Part}:{SnapshotId}:{Round}";
}

/// <summary>To the run's session, scheduled: compose with what there is.</summary>
public sealed record DeadlineReached(RunId Run) : Message(Run)
{
    [JsonIgnore]
    public override string Id => $"deadline:{Run}:{Round}";
}

/// <summary>Send one half.</summary>
public sealed record DeliverBrief(RunId Run, [property: JsonRequired] Audience Audience) : Message(Run)
{
    [JsonIgnore]
    public override string Id => $"deliver:{Run}:{Audience}:{Round}";
}
