using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <param name="EntryKnown">False where it was already there when first seen: then the stay is at least as long as it looks.</param>
/// <param name="LeftAt">Null while it is still there.</param>
public sealed record StageVisit(string Stage, DateTimeOffset EnteredAt, bool EntryKnown, DateTimeOffset? LeftAt);

/// <param name="Until">When it was opened again or closed another way; null while it lasts.</param>
public readonly record struct Closing(DateTimeOffset At, DateTimeOffset? Until);

/// <summary>
/// An opportunity's life as stage visits and close-date changes: the CRM's own history where it has one, completed by what
/// comparing snapshots shows. A change seen between two snapshots counts from the later of them, so that no claim about an
/// age is ever larger than what was proven.
/// </summary>
public sealed record TimeLine(ImmutableArray<StageVisit> Visits, ImmutableArray<CloseDateChange> CloseDateChanges)
{
    /// <param name="snapshots">The instants of all snapshots, ascending.</param>
    public static TimeLine Of(Opportunity opportunity, ImmutableArray<DateTimeOffset> snapshots)
    {
        (ImmutableArray<StageVisit> visits, ImmutableArray<Closing> closings) = Stays(opportunity, snapshots);
        return new TimeLine(visits, Changes(opportunity)) { Closings = closings };
    }

    /// <summary>The times in which it was won or lost, oldest first.</summary>
    public ImmutableArray<Closing> Closings { get; init; } = [];

    /// <summary>The visit it is in now; null once closed or gone.</summary>
    public StageVisit? Current => Visits.Length > 0 && Visits[^1].LeftAt is null ? Visits[^1] : null;

    /// <summary>
    /// When a closed opportunity was closed, never later than it was seen to be: as the CRM says, else when its history entered the
    /// stage that it closed in, else between the snapshots that show it open and closed (the later), else its close date.
    /// </summary>
    public static DateTimeOffset ClosedAt(Opportunity opportunity)
    {
        int last = opportunity.Observed.Length - 1;
        while (opportunity.Observed[last].State is null)
        {
            last--;
        }

        int first = last;
        while (first > 0 && opportunity.Observed[first - 1].State is { Outcome: not Outcome.Open } before && before.Outcome == opportunity.Observed[last].State!.Outcome)
        {
            first--;
        }

        return ClosedAt(opportunity, opportunity.Observed[first], opportunity.Observed[last].State!, neverSeenOpen: first == 0);
    }

    private static DateTimeOffset ClosedAt(Opportunity opportunity, Observation seen, ObservedState state, bool neverSeenOpen)
    {
        if (opportunity.Details.ClosedAt is { } told)
        {
            return told <= seen.At ? told : seen.At;
        }

        if (opportunity.StageEntries.LastOrDefault(entry => entry.At <= seen.At) is { } entry && entry.Stage == state.Stage && !WasOpenIn(opportunity, state.Stage, entry.At))
        {
            return entry.At;
        }

        // Noon, so that it is the same day nearly everywhere.
        return neverSeenOpen && state.CloseDate is { } day && new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero) is var noon && noon < seen.At
            ? noon
            : seen.At;
    }

    /// <summary>CRMs that keep the outcome apart from the stage leave a closed opportunity in the stage that it was in.</summary>
    private static bool WasOpenIn(Opportunity opportunity, string stage, DateTimeOffset since)
    {
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.At >= since && observation.State is { Outcome: Outcome.Open } state && state.Stage == stage)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Being won or lost is not a stage that one stays in, also where it did not last.</summary>
    private static bool WasOnlyClosedIn(Opportunity opportunity, string stage)
    {
        bool closed = false;
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.State is { } state && state.Stage == stage)
            {
                if (state.Outcome == Outcome.Open)
                {
                    return false;
                }

                closed = true;
            }
        }

        return closed;
    }

    private static (ImmutableArray<StageVisit> Visits, ImmutableArray<Closing> Closings) Stays(Opportunity opportunity, ImmutableArray<DateTimeOffset> snapshots)
    {
        List<(string Stage, DateTimeOffset At, bool Known, bool Closed)> entries = new(opportunity.StageEntries.Length + opportunity.Observed.Length);
        foreach (StageEntry entry in opportunity.StageEntries)
        {
            entries.Add((entry.Stage, entry.At, true, WasOnlyClosedIn(opportunity, entry.Stage)));
        }

        ObservedState? before = null;
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.State is not { } state)
            {
                continue;
            }

            bool closed = state.Outcome != Outcome.Open;
            int implied = entries.Count - 1;
            for (int i = implied; i >= 0; i--)
            {
                implied = entries[i].At > observation.At ? i - 1 : implied;
            }

            bool sameStage = implied >= 0 && entries[implied].Stage == state.Stage;
            if (sameStage && closed && !entries[implied].Closed && !WasOpenIn(opportunity, state.Stage, entries[implied].At))
            {
                entries[implied] = entries[implied] with { Closed = true };
            }
            else if (!sameStage || entries[implied].Closed != closed)
            {
                (DateTimeOffset at, bool known) = closed
                    ? (ClosedAt(opportunity, observation, state, neverSeenOpen: before is null), true)
                    : EntryOf(opportunity, observation, isFirst: implied < 0, snapshots);
                if (implied >= 0 && at < entries[implied].At)
                {
                    at = observation.At;
                }

                entries.Insert(implied + 1, (state.Stage, at, known, closed));
            }

            before = state;
        }

        if (entries.Count == 0)
        {
            return ([], []);
        }

        // Builders of just the right size give away what they have built; others copy it.
        int ends = entries.Count(entry => entry.Closed);
        bool ended = !entries[^1].Closed && !opportunity.IsOpen;
        ImmutableArray<StageVisit>.Builder visits = ImmutableArray.CreateBuilder<StageVisit>(entries.Count - ends - (ended ? 1 : 0));
        ImmutableArray<Closing>.Builder closings = ImmutableArray.CreateBuilder<Closing>(ends);
        for (int i = 0; i < entries.Count; i++)
        {
            bool last = i == entries.Count - 1;
            if (entries[i].Closed)
            {
                closings.Add(new Closing(entries[i].At, last ? null : entries[i + 1].At));
            }
            else if (!last || !ended)
            {
                visits.Add(new StageVisit(entries[i].Stage, entries[i].At, entries[i].Known, last ? null : entries[i + 1].At));
            }
        }

        return (visits.MoveToImmutable(), closings.MoveToImmutable());
    }

    private static (DateTimeOffset At, bool Known) EntryOf(Opportunity opportunity, Observation observation, bool isFirst, ImmutableArray<DateTimeOffset> snapshots)
    {
        if (!isFirst)
        {
            return (observation.At, true);
        }

        // First seen in this stage. It started there only if it did not exist at the snapshot before.
        int index = snapshots.BinarySearch(observation.At);
        return index > 0 && opportunity.Details.CreatedAt is { } created && created > snapshots[index - 1] && created <= observation.At
            ? (created, true)
            : (observation.At, false);
    }

    private static ImmutableArray<CloseDateChange> Changes(Opportunity opportunity)
    {
        ImmutableArray<CloseDateChange> changes = opportunity.CloseDateChanges;
        DateOnly? before = null;
        DateTimeOffset beforeAt = DateTimeOffset.MinValue;
        foreach (Observation observation in opportunity.Observed)
        {
            // Closing sets the close date to the day it closed. That is no slip.
            if (observation.State is not { Outcome: Outcome.Open, CloseDate: { } now })
            {
                continue;
            }

            int last = changes.Length - 1;
            while (last >= 0 && changes[last].At > observation.At)
            {
                last--;
            }

            CloseDateChange? recorded = last < 0 ? null : changes[last];
            DateOnly? from = recorded is not null && (recorded.At > beforeAt || before is null) ? recorded.To : before;
            if (from is { } old && old != now)
            {
                changes = changes.Insert(last + 1, new CloseDateChange(observation.At, old, now));
            }

            (before, beforeAt) = (now, observation.At);
        }

        return changes;
    }
}
