using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>
/// Looks at a rep's closed deals week by week: what they showed, and what followed. Only closed ones, for a record must not change
/// because time goes by.
/// </summary>
internal sealed class SignalTally
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(SignalCell.HorizonDays);

    // Of a week, below its code.
    private const int Lost = 1;
    private const int Pushed = 2;

    private readonly Dictionary<string, SignalCell[]> _stages = new(StringComparer.Ordinal);

    /// <summary>Writes down what a closed deal showed, for <see cref="Add(ref PackedReader, Names)"/>.</summary>
    public static void Write(PackedWriter to, Opportunity opportunity, TimeLine line, Outcome outcome, DateTimeOffset closedAt, Names names)
    {
        if (line.Visits.IsEmpty)
        {
            to.Number(0);
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
        Run run = default;
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
                    bool pushed = !lost && IsPushed(changes.AsSpan()[change..], at + Horizon);
                    run = run.Then(to, new Run(names.Of(visit.Stage), (signals.Code << 2) | (lost ? Lost : 0) | (pushed ? Pushed : 0), 1));
                }
            }
        }

        run.Write(to);
        to.Number(0);
    }

    public void Add(ref PackedReader from, Names names)
    {
        while (from.Int() is > 0 and var weeks)
        {
            SignalCell[] cells = Of(names[from.Int()]);
            int bits = from.Int();
            ref SignalCell cell = ref cells[bits >> 2];
            cell = new SignalCell(bits >> 2, cell.Weeks + weeks, cell.Lost + ((bits & Lost) != 0 ? weeks : 0), cell.Pushed + ((bits & Pushed) != 0 ? weeks : 0));
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

    private SignalCell[] Of(string stage)
    {
        if (!_stages.TryGetValue(stage, out SignalCell[]? cells))
        {
            _stages[stage] = cells = new SignalCell[DealSignals.Codes];
        }

        return cells;
    }

    /// <summary>Weeks one after the other that showed the same and were followed by the same.</summary>
    private readonly record struct Run(int Stage, int Bits, int Weeks)
    {
        public Run Then(PackedWriter to, Run next)
        {
            if (Weeks > 0 && (Stage, Bits) == (next.Stage, next.Bits))
            {
                return this with { Weeks = Weeks + 1 };
            }

            Write(to);
            return next;
        }

        public void Write(PackedWriter to)
        {
            if (Weeks > 0)
            {
                to.Number(Weeks);
                to.Number(Stage);
                to.Number(Bits);
            }
        }
    }
}
