using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Sums up a rep's book into its head, from every opportunity in it.</summary>
internal sealed class HeadBuilder(PersonId rep, ImmutableArray<DateTimeOffset> snapshots)
{
    private readonly Dictionary<string, (List<long> Won, List<long> Lost)> _visits = new(StringComparer.Ordinal);
    private readonly List<ClosedOpportunity> _closed = [];
    private int _open;

    public void Add(Opportunity opportunity)
    {
        if (opportunity.IsOpen)
        {
            _open++;
            return;
        }

        // Exports drop closed deals after a while. The book does not.
        if (opportunity.Observed.LastOrDefault(observation => observation.State is not null)?.State is not { Outcome: not Outcome.Open } now)
        {
            return;
        }

        TimeLine line = TimeLine.Of(opportunity, snapshots);
        foreach (StageVisit visit in line.Visits.Where(visit => visit.EntryKnown))
        {
            if (!_visits.TryGetValue(visit.Stage, out (List<long> Won, List<long> Lost) stage))
            {
                _visits[visit.Stage] = stage = ([], []);
            }

            (now.Outcome == Outcome.Won ? stage.Won : stage.Lost).Add((long)(visit.LeftAt!.Value - visit.EnteredAt).TotalSeconds);
        }

        _closed.Add(new ClosedOpportunity(
            opportunity.Id, opportunity.Details.Name, opportunity.Details.Account, now.Amount, now.Outcome,
            TimeLine.ClosedAt(opportunity), opportunity.Details.CreatedAt));
    }

    /// <param name="known">The head so far: it remembers activities that the CRM has archived.</param>
    public BookHead Build(BookHead? known, ImmutableArray<ActivityDay> activities)
    {
        DateTimeOffset newest = _closed.Count == 0 ? DateTimeOffset.MinValue : _closed.Max(closed => closed.ClosedAt);
        return new BookHead(rep)
        {
            OpenCount = _open,
            Activities = ActivityDays.Merge(known?.Activities ?? [], activities),
            Visits = new VisitPool(_visits.ToImmutableSortedDictionary(
                stage => stage.Key,
                stage => new StageVisits(Durations.Of(stage.Value.Won), Durations.Of(stage.Value.Lost)),
                StringComparer.Ordinal)),
            Closed =
            [
                .. _closed.Where(closed => (newest - closed.ClosedAt).TotalDays <= BookHead.ClosedKeptDays)
                    .OrderBy(closed => closed.ClosedAt).ThenBy(closed => closed.Id),
            ],
        };
    }
}
