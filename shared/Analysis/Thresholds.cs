using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What counts as a finding, for one stage of one team. See docs/thresholds.md.</summary>
public sealed record Thresholds
{
    /// <summary>Business days without completed activity after which an open opportunity is stalled.</summary>
    public int StallBusinessDays { get; init; } = 10;

    /// <summary>Whether a quiet opportunity is a stall even though its next activity is booked.</summary>
    public bool StallDespiteNextActivity { get; init; }

    /// <summary>Whether an open opportunity without a booked next activity is a stall of its own.</summary>
    public bool StallWithoutNextActivity { get; init; } = true;

    /// <summary>Pushes of the close date from which an opportunity is slipping.</summary>
    public int SlipCount { get; init; } = 2;

    /// <summary>Days of pushes, added up, from which an opportunity is slipping.</summary>
    public int SlipDays { get; init; } = 30;

    /// <summary>Share of won visits that the present one must outlast.</summary>
    public double OutlierPercentile { get; init; } = 0.90;

    /// <summary>Won visits that a rung of the ladder needs before it is believed.</summary>
    public int MinimumWonVisits { get; init; } = 8;

    /// <summary>Days in stage that are too many where no rung has enough won visits; null: then nothing is said.</summary>
    public int? OutlierDefaultDays { get; init; }
}

/// <summary>The thresholds in force: a base, with overrides per stage, per team, and per stage of a team. The most specific wins.</summary>
public sealed record ThresholdSet(Thresholds Base)
{
    public ImmutableDictionary<string, Thresholds> Stages { get; init; } = ImmutableDictionary.Create<string, Thresholds>(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<PersonId, ThresholdSet> Teams { get; init; } = ImmutableDictionary<PersonId, ThresholdSet>.Empty;

    public Thresholds Of(PersonId? manager, string? stage = null)
    {
        ThresholdSet set = manager is { } id && Teams.TryGetValue(id, out ThresholdSet? team) ? team : this;
        return stage is not null && set.Stages.TryGetValue(stage, out Thresholds? own) ? own : set.Base;
    }
}
