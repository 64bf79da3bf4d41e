using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>
/// Merges what one snapshot says about one opportunity into what is known.
/// <para>
/// Invariant: the result depends on the set of snapshots, not on the order in which they were ingested. What was observed is
/// a function from the snapshots' instants to states, and <see cref="Opportunity.Observed"/> is its shortest form (only the
/// instants at which it changes). Histories are unions, activity counts are maxima, details are the newest snapshot's.
/// </para>
/// </summary>
internal static class OpportunityMerge
{
    private const int BookedKept = 10;

    /// <summary>An opportunity that no snapshot merged before had.</summary>
    /// <param name="takenAt">The snapshot's instant; not among <paramref name="snapshots"/>.</param>
    /// <param name="snapshots">The instants of all snapshots merged before, ascending.</param>
    /// <param name="unseen">Those of them that say nothing about it: its row could not be read.</param>
    public static Opportunity First(IncomingOpportunity incoming, DateTimeOffset takenAt, ImmutableArray<DateTimeOffset> snapshots, ImmutableArray<DateTimeOffset> unseen)
    {
        // Not merged into one that has nothing: each of a new company's deals would be copied twice.
        return new Opportunity
        {
            Id = incoming.Row.Id,
            Owner = incoming.Row.Owner,
            Details = Details(incoming, takenAt),
            Observed = Observe([], unseen, State(incoming.Row), takenAt, snapshots),
            Unseen = unseen,
            StageEntries = Histories.Union([], incoming.StageEntries, Histories.Compare),
            CloseDateChanges = Histories.Union([], incoming.CloseDateChanges, Histories.Compare),
            Activities = ActivityDays.Merge([], incoming.Activities.Days),
            LastActivity = Last(incoming, takenAt),
        };
    }

    /// <param name="incoming">Null where the snapshot does not have it.</param>
    /// <param name="takenAt">The snapshot's instant; not among <paramref name="snapshots"/>.</param>
    /// <param name="snapshots">The instants of all snapshots merged before, ascending.</param>
    public static Opportunity Merge(Opportunity known, IncomingOpportunity? incoming, DateTimeOffset takenAt, ImmutableArray<DateTimeOffset> snapshots)
    {
        if (incoming is null)
        {
            return WithObserved(known, Observe(known.Observed, known.Unseen, null, takenAt, snapshots));
        }

        ObservedState state = State(incoming.Row);
        bool newest = known.Observed.IsEmpty || takenAt > NewestPresence(known, snapshots);
        return WithObserved(known, Observe(known.Observed, known.Unseen, state, takenAt, snapshots)) with
        {
            Details = newest ? Details(incoming, takenAt) : known.Details,
            StageEntries = Histories.Union(known.StageEntries, incoming.StageEntries, Histories.Compare),
            CloseDateChanges = Histories.Union(known.CloseDateChanges, incoming.CloseDateChanges, Histories.Compare),
            Activities = ActivityDays.Merge(known.Activities, incoming.Activities.Days),
            LastActivity = Newer(known.LastActivity, Last(incoming, takenAt)),
        };
    }

    /// <summary>The snapshot had a row for it that could not be read.</summary>
    public static Opportunity MarkUnseen(Opportunity known, DateTimeOffset takenAt) =>
        known.Unseen.Contains(takenAt) ? known : known with { Unseen = known.Unseen.Add(takenAt).Sort() };

    private static ImmutableArray<Observation> Observe(
        ImmutableArray<Observation> known, ImmutableArray<DateTimeOffset> unseen, ObservedState? state, DateTimeOffset takenAt, ImmutableArray<DateTimeOffset> snapshots)
    {
        if (known.IsEmpty && snapshots.IsEmpty)
        {
            return state is null ? [] : [new Observation(takenAt, state)];
        }

        ImmutableArray<Observation> before = [.. known.TakeWhile(observation => observation.At < takenAt)];
        ImmutableArray<Observation>.Builder merged = before.ToBuilder();
        ObservedState? previous = before.IsEmpty ? null : before[^1].State;
        if (state != previous)
        {
            merged.Add(new Observation(takenAt, state));
        }

        // The next snapshot's state may have been implied by the one before this; now it has to be said.
        int next = FirstAfter(snapshots, takenAt);
        while (next < snapshots.Length && unseen.Contains(snapshots[next]))
        {
            next++;
        }

        if (next < snapshots.Length && !known.IsEmpty)
        {
            DateTimeOffset at = snapshots[next];
            ObservedState? then = known.LastOrDefault(observation => observation.At <= at)?.State;
            if (then != state)
            {
                merged.Add(new Observation(at, then));
            }

            merged.AddRange(known.Where(observation => observation.At > at));
        }
        else if (next < snapshots.Length && state is not null)
        {
            merged.Add(new Observation(snapshots[next], null));
        }

        return [.. merged.SkipWhile(observation => observation.State is null)];
    }

    private static Opportunity WithObserved(Opportunity opportunity, ImmutableArray<Observation> observed) => opportunity with
    {
        Observed = observed.SequenceEqual(opportunity.Observed) ? opportunity.Observed : observed,
        Owner = observed.LastOrDefault(observation => observation.State is not null)?.State?.Owner ?? opportunity.Owner,
    };

    private static DateTimeOffset NewestPresence(Opportunity known, ImmutableArray<DateTimeOffset> snapshots)
    {
        Observation last = known.Observed[^1];
        return snapshots.Last(at => !known.Unseen.Contains(at) && (last.State is not null || at < last.At));
    }

    private static int FirstAfter(ImmutableArray<DateTimeOffset> snapshots, DateTimeOffset takenAt)
    {
        int found = snapshots.BinarySearch(takenAt);
        return found < 0 ? ~found : found + 1;
    }

    private static ObservedState State(OpportunityRow row) => new(row.Owner, row.Stage, row.Outcome, row.CloseDate, WithoutTrailingZeros(row.Amount));

    /// <summary>100.0 and 100.00 are equal amounts but different bytes, and which of them was kept would depend on who came first.</summary>
    private static Money? WithoutTrailingZeros(Money? money) => money is { } one ? one with { Amount = one.Amount / 1.0000000000000000000000000000m } : null;

    private static OpportunityDetails Details(IncomingOpportunity incoming, DateTimeOffset takenAt) => new()
    {
        Name = incoming.Row.Name,
        Account = incoming.Row.Account,
        Product = incoming.Row.Product,
        CreatedAt = incoming.Row.CreatedAt,
        ClosedAt = incoming.Row.ClosedAt,
        NextStep = incoming.Row.NextStep,
        Url = incoming.Row.Url,
        Booked = Booked(incoming, takenAt),
    };

    /// <summary>What lies ahead of the snapshot.</summary>
    public static ImmutableArray<DateTimeOffset> Booked(IncomingOpportunity incoming, DateTimeOffset takenAt) =>
        incoming.Activities.Booked.IsEmpty && !(incoming.Row.NextActivityAt > takenAt) && !(incoming.Row.LastActivityAt > takenAt) ? [] :
    [
        .. incoming.Activities.Booked
            .Concat(new[] { incoming.Row.NextActivityAt, incoming.Row.LastActivityAt }.OfType<DateTimeOffset>().Where(at => at > takenAt))
            .Distinct().Order().Take(BookedKept),
    ];

    private static LastActivity? Last(IncomingOpportunity incoming, DateTimeOffset takenAt)
    {
        LastActivity? reported = incoming.Row.LastActivityAt is { } at && at <= takenAt ? new LastActivity(at, null) : null;
        return Newer(reported, incoming.Activities.Last);
    }

    private static LastActivity? Newer(LastActivity? one, LastActivity? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ when one.At != other.At => one.At > other.At ? one : other,
        // The same instant twice: any fixed rule will do, as long as it does not depend on who came first.
        _ => (one.Kind ?? (ActivityKind)(-1)) >= (other.Kind ?? (ActivityKind)(-1)) ? one : other,
    };
}
