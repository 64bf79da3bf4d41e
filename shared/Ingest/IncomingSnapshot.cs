using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>A snapshot as it was read, grouped by opportunity and ready to be merged.</summary>
internal sealed record IncomingSnapshot(DateTimeOffset TakenAt)
{
    public required IReadOnlyDictionary<OpportunityId, IncomingOpportunity> Opportunities { get; init; }

    /// <summary>Ids whose own row was quarantined. The snapshot says nothing about them.</summary>
    public required IReadOnlySet<OpportunityId> Unreadable { get; init; }

    /// <summary>Deals of people who were forgotten. The snapshot says nothing about them either.</summary>
    public IReadOnlySet<OpportunityId> Forgotten { get; init; } = new HashSet<OpportunityId>();

    /// <summary>A quarantined row without a readable id might be any opportunity: then nothing counts as gone.</summary>
    public required bool AnyCouldBeUnreadable { get; init; }

    /// <summary>People whose own row was quarantined. They have not left.</summary>
    public required IReadOnlySet<PersonId> UnreadablePeople { get; init; }

    public required IReadOnlyList<PersonRow> People { get; init; }

    public required IReadOnlyList<QuotaRow> Quotas { get; init; }

    public required IReadOnlyList<Meetings.MeetingSeries> Meetings { get; init; }

    public required IReadOnlyDictionary<PersonId, ImmutableArray<ActivityDay>> ActivitiesByPerson { get; init; }

    public required bool HasBookedActivities { get; init; }
}

/// <summary>One opportunity's row with everything that the snapshot's other files say about it.</summary>
internal sealed class IncomingOpportunity(OpportunityRow row)
{
    public OpportunityRow Row => row;

    public List<StageEntry> StageEntries { get; } = [.. row.StageEntries];

    public List<CloseDateChange> CloseDateChanges { get; } = [];

    public ActivityTally Activities { get; } = new();
}
