using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>
/// One opportunity as a book keeps it: everything the snapshots told us about it, in a canonical form that depends on
/// which snapshots were seen and not on the order in which they came. Stored as one document; see docs/architecture.md.
/// </summary>
public sealed record Opportunity
{
    public int Schema { get; init; } = 1;

    public required OpportunityId Id { get; init; }

    /// <summary>Whose book it is in: the owner in the newest snapshot that had it.</summary>
    public required PersonId Owner { get; init; }

    public required OpportunityDetails Details { get; init; }

    /// <summary>What was seen, in time order, and only where it differed from the snapshot before.</summary>
    public required ImmutableArray<Observation> Observed { get; init; }

    /// <summary>Snapshots whose row for it was quarantined: they say nothing about it, least of all that it was gone.</summary>
    public ImmutableArray<DateTimeOffset> Unseen { get; init; } = [];

    /// <summary>The CRM's own stage history, oldest first.</summary>
    public ImmutableArray<StageEntry> StageEntries { get; init; } = [];

    /// <summary>The CRM's own close-date history, oldest first.</summary>
    public ImmutableArray<CloseDateChange> CloseDateChanges { get; init; } = [];

    /// <summary>Completed activities by day and kind, newest <see cref="ActivityDays.Kept"/> days only.</summary>
    public ImmutableArray<ActivityDay> Activities { get; init; } = [];

    /// <summary>The newest completed activity of all.</summary>
    public LastActivity? LastActivity { get; init; }

    [JsonIgnore]
    public ObservedState? Now => Observed[^1].State;

    /// <summary>When it was first seen with the owner that it has; null where it was never seen with another.</summary>
    [JsonIgnore]
    public DateTimeOffset? OwnedSince
    {
        get
        {
            Observation[] seen = [.. Observed.Where(observation => observation.State is not null)];
            int before = Array.FindLastIndex(seen, observation => observation.State!.Owner != Owner);
            return before < 0 || before == seen.Length - 1 ? null : seen[before + 1].At;
        }
    }

    [JsonIgnore]
    public bool IsOpen => Now is { Outcome: Outcome.Open };
}

/// <summary>What only the newest snapshot decides. Nobody asks what these were before.</summary>
public sealed record OpportunityDetails
{
    public string? Name { get; init; }

    public string? Account { get; init; }

    public string? Product { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? NextStep { get; init; }

    public string? Url { get; init; }

    /// <summary>Activities booked for later than the snapshot, soonest first, at most ten.</summary>
    public ImmutableArray<DateTimeOffset> Booked { get; init; } = [];
}

/// <param name="State">Null: the snapshot no longer had it.</param>
public sealed record Observation(DateTimeOffset At, ObservedState? State);

/// <summary>What is watched from snapshot to snapshot.</summary>
public sealed record ObservedState(PersonId Owner, string Stage, Outcome Outcome, DateOnly? CloseDate, Money? Amount);

/// <summary>How many activities of one kind were completed on one UTC day.</summary>
public readonly record struct ActivityDay(DateOnly On, ActivityKind Kind, int Count);

/// <param name="Kind">Null where the CRM gave only the time.</param>
public sealed record LastActivity(DateTimeOffset At, ActivityKind? Kind);
