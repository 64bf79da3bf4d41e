using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>
/// A time in which a deal was open, had one owner, and a change of its close date would be known. Where the CRM keeps a history of close
/// dates that is from the deal's creation, else from when it was first seen.
/// </summary>
/// <param name="Owner">Null while it changed hands.</param>
/// <param name="To">Null while it lasts.</param>
public readonly record struct OpenSpell(PersonId? Owner, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>As a number of days, by UTC: sums of differences are then exact and can be counted by hand.</summary>
    internal static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    public int DaysUntil(DateTimeOffset now) => Math.Max(0, Day(To ?? now) - Day(From));

    /// <param name="snapshots">The instants of all snapshots, ascending.</param>
    /// <param name="historyKept">Whether the newest snapshot has the CRM's history of close dates.</param>
    /// <returns>Oldest first; none for a deal that never had a close date to push.</returns>
    public static ImmutableArray<OpenSpell> Of(Opportunity opportunity, TimeLine line, ImmutableArray<DateTimeOffset> snapshots, bool historyKept)
    {
        if (opportunity.CloseDateChanges.IsEmpty && !opportunity.Observed.Any(observation => observation.State?.CloseDate is not null))
        {
            return [];
        }

        ImmutableArray<OpenSpell>.Builder spells = ImmutableArray.CreateBuilder<OpenSpell>(1);
        ImmutableArray<Tenure> tenures = Tenure.Of(opportunity, snapshots);
        foreach ((DateTimeOffset from, DateTimeOffset? to) in Open(line, Start(opportunity, historyKept)))
        {
            foreach (Tenure tenure in tenures)
            {
                DateTimeOffset begins = tenure.From > from ? tenure.From : from;
                DateTimeOffset? ends = tenure.To is { } left && !(left > to) ? left : to;
                if (ends is null || begins < ends)
                {
                    spells.Add(new OpenSpell(tenure.Owner, begins, ends));
                }
            }
        }

        return spells.DrainToImmutable();
    }

    private static DateTimeOffset Start(Opportunity opportunity, bool historyKept)
    {
        DateTimeOffset start = opportunity.Observed[0].At;
        if (historyKept)
        {
            start = Earlier(start, opportunity.Details.CreatedAt);
            start = Earlier(start, opportunity.StageEntries.IsEmpty ? null : opportunity.StageEntries[0].At);
            start = Earlier(start, opportunity.CloseDateChanges.IsEmpty ? null : opportunity.CloseDateChanges[0].At);
        }

        return start;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset? To)> Open(TimeLine line, DateTimeOffset start)
    {
        DateTimeOffset from = start;
        foreach (Closing closing in line.Closings)
        {
            if (from < closing.At)
            {
                yield return (from, closing.At);
            }

            if (closing.Until is not { } again)
            {
                yield break;
            }

            from = again > from ? again : from;
        }

        yield return (from, null);
    }
}
