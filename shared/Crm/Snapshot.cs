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

    /// <summary>
    /// Opportunities whose row was set aside. The snapshot says nothing about them, least of all that they were gone, and that
    /// holds as well for one that a late, older snapshot brings.
    /// </summary>
    public ImmutableArray<OpportunityId> Unreadable { get; init; } = [];

    /// <summary>A row without a readable id, or more than <see cref="MostUnreadable"/>: then nothing that is missing counts as gone.</summary>
    public bool AnyCouldBeUnreadable { get; init; }

    /// <summary>Bounds the record, which every reader of a book reads.</summary>
    public const int MostUnreadable = 1_000;

    /// <summary>Whether any activity of this snapshot lies ahead of it: only then does a missing next activity mean something.</summary>
    public bool HasBookedActivities { get; init; }

    /// <summary>The pipeline's stages in order, where the source knows it.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];
}
