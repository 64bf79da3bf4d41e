using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>The head of a rep's book: what an analysis needs to know about all that is no longer open.</summary>
public sealed record BookHead(PersonId Rep)
{
    public int Schema { get; init; } = 1;

    /// <summary>The rep's own. Stored under the name of what it began as.</summary>
    [JsonPropertyName("visits")]
    public TrackRecord Record { get; init; } = TrackRecord.Empty;

    /// <summary>Closed within <see cref="ClosedKeptDays"/> of the newest, oldest first.</summary>
    public ImmutableArray<ClosedOpportunity> Closed { get; init; } = [];

    /// <summary>What the rep did, for whichever opportunity or none.</summary>
    public ImmutableArray<ActivityDay> Activities { get; init; } = [];

    public int OpenCount { get; init; }

    /// <summary>A fiscal year, and the weeks in which it is looked back on.</summary>
    public const int ClosedKeptDays = 430;
}

public sealed record ClosedOpportunity(OpportunityId Id, string? Name, string? Account, Money? Amount, Outcome Outcome, DateTimeOffset ClosedAt, DateTimeOffset? CreatedAt);

/// <summary>One rep's book as one snapshot left it, with what it is compared to. Never half a snapshot.</summary>
public sealed record RepBook(BookHead Head, ImmutableArray<Opportunity> Open, Snapshot Snapshot)
{
    /// <summary>The instants of all snapshots seen, oldest first.</summary>
    public required ImmutableArray<DateTimeOffset> Snapshots { get; init; }

    /// <summary>
    /// Another one for every snapshot that came in: also for a late one, which leaves the newest what it is and adds to the history before it.
    /// </summary>
    [JsonIgnore]
    public string Version => $"{Snapshot.Id}-{Snapshots.Length}";

    public required TrackRecord Team { get; init; }

    public required TrackRecord Company { get; init; }
}
