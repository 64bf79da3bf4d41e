using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>
/// Sums up a rep's pushes. Which changes belong to a bulk edit is known only when all deals were seen, so until then the recorded ones
/// are kept, without their deals.
/// </summary>
/// <param name="historyKept">Whether the newest snapshot has the CRM's history of close dates.</param>
internal sealed class SlipTally(PersonId rep, ImmutableArray<DateTimeOffset> snapshots, bool historyKept)
{
    private readonly List<Deal> _deals = [];
    private readonly List<Recorded> _recorded = [];
    private int _pushes;
    private long _days;
    private int _open;
    private long _openSince;

    /// <param name="closed">How and when it was closed; null while it is open.</param>
    public void Add(Opportunity opportunity, TimeLine line, (Outcome Outcome, DateTimeOffset At)? closed)
    {
        ImmutableArray<OpenSpell> spells = OpenSpell.Of(opportunity, line, snapshots, historyKept);
        int pushes = 0;
        foreach (LedgerEntry entry in CloseDateLedger.Of(opportunity, line, snapshots, []))
        {
            bool own = entry.IsPush && entry.Owner == rep && !spells.IsEmpty && entry.Change.At >= spells[0].From;
            if (entry.Recorded)
            {
                _recorded.Add(new Recorded(entry.Change.At.UtcTicks, _deals.Count, entry.IsPush, own));
            }
            else if (entry.IsPush)
            {
                pushes++;
                _pushes += own ? 1 : 0;
            }
        }

        // A deal that was closed whenever it was looked at tells nothing of its pushes.
        _deals.Add(new Deal(spells.IsEmpty ? null : closed?.Outcome, pushes));
        foreach (OpenSpell spell in spells)
        {
            if (spell.Owner != rep)
            {
                continue;
            }

            if ((spell.To ?? closed?.At) is { } to)
            {
                _days += spell.DaysUntil(to);
            }
            else
            {
                _open++;
                _openSince += OpenSpell.Day(spell.From);
            }
        }
    }

    public (SlipTotals Totals, ImmutableArray<BulkEdit> BulkEdits) Build()
    {
        ImmutableArray<BulkEdit> edits = BulkEdit.In(_recorded.Select(change => (new DateTimeOffset(change.Ticks, TimeSpan.Zero), change.Deal)));
        int[] pushes = [.. _deals.Select(deal => deal.Pushes)];
        int own = _pushes;
        foreach (Recorded change in _recorded)
        {
            if (change.IsPush && !BulkEdit.Covers(edits, new DateTimeOffset(change.Ticks, TimeSpan.Zero)))
            {
                pushes[change.Deal]++;
                own += change.Own ? 1 : 0;
            }
        }

        return (new SlipTotals(own, _days, _open, _openSince, By(Outcome.Won), By(Outcome.Lost)), edits);

        PushedDeals By(Outcome outcome) => _deals.Index().Where(deal => deal.Item.Closed == outcome)
            .Aggregate(default(PushedDeals), (sum, deal) => sum.Plus(PushedDeals.One(pushes[deal.Index])));
    }

    /// <param name="Closed">Null where it is open or was never watched.</param>
    /// <param name="Pushes">Those that only snapshots show.</param>
    private readonly record struct Deal(Outcome? Closed, int Pushes);

    private readonly record struct Recorded(long Ticks, int Deal, bool IsPush, bool Own);
}
