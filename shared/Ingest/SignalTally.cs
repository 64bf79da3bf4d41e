using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>
/// Looks at a rep's closed deals week by week: what they showed, and what followed. Only closed ones, for a record must not change
/// because time goes by.
/// </summary>
internal sealed class SignalTally
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(SignalCell.HorizonDays);

    private readonly Dictionary<string, SignalCell[]> _stages = new(StringComparer.Ordinal);

    public void AddClosed(Opportunity opportunity, TimeLine line, Outcome outcome, DateTimeOffset closedAt)
    {
        if (line.Visits.IsEmpty)
        {
            return;
        }

        DateOnly closedOn = DateOnly.FromDateTime(closedAt.UtcDateTime);
        // Closing a deal moves its date to the day of closing. That is no push.
        ImmutableArray<CloseDateChange> changes = [.. line.CloseDateChanges.Where(change => DateOnly.FromDateTime(change.At.UtcDateTime) < closedOn)];
        DateOnly? date = line.CloseDateChanges.IsEmpty ? LastDate(opportunity) : line.CloseDateChanges[0].From;
        // What was done before the days that are kept is not known, and must not look like nothing.
        DateTimeOffset known = opportunity.Activities.IsEmpty
            ? DateTimeOffset.MinValue
            : new DateTimeOffset(opportunity.Activities[^1].On.AddDays(-ActivityDays.Kept).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        int done = 0;
        int change = 0;
        int pushes = 0;
        DateTimeOffset at = line.Visits[0].EnteredAt + (Week / 2);
        foreach (StageVisit visit in line.Visits)
        {
            for (; at < visit.LeftAt; at += Week)
            {
                DateOnly today = DateOnly.FromDateTime(at.UtcDateTime);
                while (done < opportunity.Activities.Length && opportunity.Activities[done].On <= today)
                {
                    done++;
                }

                for (; change < changes.Length && changes[change].At <= at; change++)
                {
                    date = changes[change].To;
                    pushes += changes[change].IsPush ? 1 : 0;
                }

                if (at >= visit.EnteredAt && at >= known)
                {
                    DealSignals signals = DealSignals.At(at, visit, done > 0 ? opportunity.Activities[done - 1].On : null, pushes, date);
                    bool lost = outcome == Outcome.Lost && closedAt - at <= Horizon;
                    Add(visit.Stage, signals.Code, lost, !lost && IsPushed(changes.AsSpan()[change..], at + Horizon));
                }
            }
        }
    }

    public ImmutableSortedDictionary<string, ImmutableArray<SignalCell>> Build() => _stages.ToImmutableSortedDictionary(
        stage => stage.Key, stage => stage.Value.Where(cell => cell.Weeks > 0).ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>Of a deal whose date never changed: what it was while it was seen open, else what it is.</summary>
    private static DateOnly? LastDate(Opportunity opportunity)
    {
        ObservedState[] states = [.. opportunity.Observed.Select(observation => observation.State).OfType<ObservedState>()];
        return (Array.FindLast(states, state => state.Outcome == Outcome.Open) ?? states.LastOrDefault())?.CloseDate;
    }

    private static bool IsPushed(ReadOnlySpan<CloseDateChange> later, DateTimeOffset until)
    {
        foreach (CloseDateChange change in later)
        {
            if (change.IsPush && change.At <= until)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string stage, int code, bool lost, bool pushed)
    {
        if (!_stages.TryGetValue(stage, out SignalCell[]? cells))
        {
            _stages[stage] = cells = new SignalCell[DealSignals.Codes];
        }

        ref SignalCell cell = ref cells[code];
        cell = new SignalCell(code, cell.Weeks + 1, cell.Lost + (lost ? 1 : 0), cell.Pushed + (pushed ? 1 : 0));
    }
}
