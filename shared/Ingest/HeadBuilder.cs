using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Sums up a rep's book into its head, from every opportunity in it.</summary>
/// <param name="historyKept">Whether the newest snapshot has the CRM's history of close dates.</param>
internal sealed class HeadBuilder(PersonId rep, ImmutableArray<DateTimeOffset> snapshots, bool historyKept)
{
    private readonly VisitTally _visits = new();
    private readonly SlipTally _slips = new(rep, snapshots, historyKept);
    private readonly SignalTally _signals = new();
    private readonly List<ClosedOpportunity> _closed = [];
    private int _open;

    public void Add(Opportunity opportunity)
    {
        TimeLine line = TimeLine.Of(opportunity, snapshots);
        if (opportunity.IsOpen)
        {
            _open++;
            _visits.AddOpen(line);
            _slips.Add(opportunity, line, closed: null);
            return;
        }

        // Exports drop closed deals after a while. The book does not.
        if (opportunity.Observed.LastOrDefault(observation => observation.State is not null)?.State is not { Outcome: not Outcome.Open } now)
        {
            return;
        }

        DateTimeOffset closedAt = TimeLine.ClosedAt(opportunity);
        _visits.AddClosed(line, now.Outcome, closedAt);
        _slips.Add(opportunity, line, (now.Outcome, closedAt));
        _signals.AddClosed(opportunity, line, now.Outcome, closedAt);
        _closed.Add(new ClosedOpportunity(
            opportunity.Id, opportunity.Details.Name, opportunity.Details.Account, now.Amount, now.Outcome, closedAt, opportunity.Details.CreatedAt));
    }

    /// <param name="known">The head so far: it remembers activities that the CRM has archived.</param>
    public BookHead Build(BookHead? known, ImmutableArray<ActivityDay> activities)
    {
        DateTimeOffset newest = _closed.Count == 0 ? DateTimeOffset.MinValue : _closed.Max(closed => closed.ClosedAt);
        (SlipTotals slips, ImmutableArray<BulkEdit> bulkEdits) = _slips.Build();
        return new BookHead(rep)
        {
            OpenCount = _open,
            Activities = ActivityDays.Merge(known?.Activities ?? [], activities),
            BulkEdits = bulkEdits,
            Record = new TrackRecord(_visits.Build())
            {
                Reps = [new RepTotals(_closed.Count(closed => closed.Outcome == Outcome.Won), _closed.Count(closed => closed.Outcome == Outcome.Lost))],
                Slips = [slips],
                Signals = _signals.Build(),
                Bookings = BookingTally.Of(_closed),
            },
            Closed =
            [
                .. _closed.Where(closed => (newest - closed.ClosedAt).TotalDays <= BookHead.ClosedKeptDays)
                    .OrderBy(closed => closed.ClosedAt).ThenBy(closed => closed.Id),
            ],
        };
    }
}
