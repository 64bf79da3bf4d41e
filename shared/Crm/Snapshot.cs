using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>The record of one ingested snapshot.</summary>
/// <param name="Id">Derives from instant and content: the same snapshot always has the same id.</param>
/// <param name="TakenAt">The instant at which the CRM was in this state; no two snapshots share one.</param>
public sealed record Snapshot(string Id, DateTimeOffset TakenAt, string ContentHash, int Opportunities)
{
    public int Schema { get; init; } = 1;

    public ImmutableSortedSet<Section> Sections { get; init; } = [];

    /// <summary>Rows set aside, for the data-quality lines of the briefs.</summary>
    public int Quarantined { get; init; }

    /// <summary>Whether any activity of this snapshot lies ahead of it: only then does a missing next activity mean something.</summary>
    public bool HasBookedActivities { get; init; }

    /// <summary>The pipeline's stages in order, where the source knows it.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];
}
