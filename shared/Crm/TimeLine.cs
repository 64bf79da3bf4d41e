using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <param name="EntryKnown">False where it was already there when first seen: then the stay is at least as long as it looks.</param>
/// <param name="LeftAt">Null while it is still there.</param>
public sealed record StageVisit(string Stage, DateTimeOffset EnteredAt, bool EntryKnown, DateTimeOffset? LeftAt);

/// <summary>
/// An opportunity's life as stage visits and close-date changes: the CRM's own history where it has one, completed by what
/// comparing snapshots shows. A change seen between two snapshots counts from the later of them, so that no claim about an
/// age is ever larger than what was proven.
/// </summary>
public sealed record TimeLine(ImmutableArray<StageVisit> Visits, ImmutableArray<CloseDateChange> CloseDateChanges)
{
    /// <param name="snapshots">The instants of all snapshots, ascending.</param>
    public static TimeLine Of(Opportunity opportunity, ImmutableArray<DateTimeOffset> snapshots) =>
        new(Stays(opportunity, snapshots), Changes(opportunity));

    /// <summary>The visit it is in now; null once closed or gone.</summary>
    public StageVisit? Current => Visits.Length > 0 && Visits[^1].LeftAt is null ? Visits[^1] : null;

    private static ImmutableArray<StageVisit> Stays(Opportunity opportunity, ImmutableArray<DateTimeOffset> snapshots)
    {
        List<(string Stage, DateTimeOffset At, bool Known)> entries = [.. opportunity.StageEntries.Select(entry => (entry.Stage, entry.At, true))];
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.State is not { } state)
            {
                continue;
            }

            int following = entries.FindIndex(entry => entry.At > observation.At);
            int implied = (following < 0 ? entries.Count : following) - 1;
            if (implied < 0 || entries[implied].Stage != state.Stage)
            {
                (DateTimeOffset at, bool known) = EntryOf(opportunity, observation, state, isFirst: implied < 0, snapshots);
                if (implied >= 0 && at < entries[implied].At)
                {
                    at = observation.At;
                }

                entries.Insert(implied + 1, (state.Stage, at, known));
            }
        }

        ImmutableArray<StageVisit>.Builder visits = ImmutableArray.CreateBuilder<StageVisit>(entries.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            bool last = i == entries.Count - 1;
            if (last && !opportunity.IsOpen)
            {
                break; // Being won or lost is not a stage that one stays in.
            }

            visits.Add(new StageVisit(entries[i].Stage, entries[i].At, entries[i].Known, last ? null : entries[i + 1].At));
        }

        return visits.ToImmutable();
    }

    private static (DateTimeOffset At, bool Known) EntryOf(
        Opportunity opportunity, Observation observation, ObservedState state, bool isFirst, ImmutableArray<DateTimeOffset> snapshots)
    {
        if (state.Outcome != Outcome.Open)
        {
            return (opportunity.Details.ClosedAt is { } closed && closed <= observation.At ? closed : observation.At, true);
        }

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
        List<CloseDateChange> changes = [.. opportunity.CloseDateChanges];
        DateOnly? before = null;
        DateTimeOffset beforeAt = DateTimeOffset.MinValue;
        foreach (Observation observation in opportunity.Observed)
        {
            // Closing sets the close date to the day it closed. That is no slip.
            if (observation.State is not { Outcome: Outcome.Open, CloseDate: { } now })
            {
                continue;
            }

            CloseDateChange? recorded = changes.LastOrDefault(change => change.At <= observation.At);
            DateOnly? from = recorded is not null && (recorded.At > beforeAt || before is null) ? recorded.To : before;
            if (from is { } old && old != now)
            {
                changes.Insert(changes.FindLastIndex(change => change.At <= observation.At) + 1, new CloseDateChange(observation.At, old, now));
            }

            (before, beforeAt) = (now, observation.At);
        }

        return [.. changes];
    }
}
