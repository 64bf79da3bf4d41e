using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;

namespace OneOnOne.Ingest;

/// <summary>A snapshot as it was read, ready to be merged: its opportunities in parts, each with all of some reps'.</summary>
internal sealed record IncomingSnapshot(DateTimeOffset TakenAt) : IDisposable
{
    public required SnapshotParts Parts { get; init; }

    public required DealNumbers Numbers { get; init; }

    public required bool KeepRepeatedStages { get; init; }

    /// <summary>Opportunities in it, without those of people who were forgotten.</summary>
    public required int Count { get; init; }

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

    public required bool HasBookedActivities { get; init; }

    public SnapshotPart ReadPart(int part)
    {
        using PartRecords records = Open(part);
        return records.ReadAll();
    }

    public PartRecords Open(int part) => Parts.Open(part, TakenAt, KeepRepeatedStages);

    /// <summary>The part that has an opportunity; null where the snapshot does not have it, or it is left out.</summary>
    public int? PartOf(OpportunityId id) => PartOf(DealNumbers.Hash(id));

    public int? PartOf(ulong id) => Numbers.Find(id) is >= 0 and var number ? Parts.PartOf(number) : null;

    /// <summary>Whether there is any that it says nothing about.</summary>
    public bool IsSilentAboutAny => AnyCouldBeUnreadable || Unreadable.Count + Forgotten.Count > 0;

    /// <summary>Whether it says nothing about an opportunity that it does not have, rather than that it is gone.</summary>
    public bool IsSilentAbout(OpportunityId id) => Unreadable.Contains(id) || Forgotten.Contains(id) || AnyCouldBeUnreadable;

    public void Dispose() => Parts.Dispose();
}

/// <summary>One opportunity's row with everything that the snapshot's other files say about it.</summary>
internal sealed class IncomingOpportunity(OpportunityRow row, Print print = default)
{
    public OpportunityRow Row => row;

    /// <summary>Of all that the snapshot says about it.</summary>
    public Print Print => print;

    /// <summary>As <see cref="Histories"/> orders them; so are the changes.</summary>
    public ImmutableArray<StageEntry> StageEntries { get; set; } = [];

    public ImmutableArray<CloseDateChange> CloseDateChanges { get; set; } = [];

    public ActivityTotal Activities { get; set; } = ActivityTotal.None;
}
