using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>
/// Sums up a rep's pushes. Which changes belong to a bulk edit is known only when all deals were seen, so until then the recorded ones
/// are kept, without their deals.
/// </summary>
internal sealed class SlipTally
{
    // Of a recorded change.
    private const int Present = 1;
    private const int Push = 2;
    private const int Own = 4;

    // Of a spell.
    private const int Lasts = 1;
    private const int Over = 2;

    private readonly List<Deal> _deals = [];
    private readonly List<Recorded> _recorded = [];
    private int _pushes;
    private long _days;
    private int _open;
    private long _openSince;

    /// <summary>Writes down a deal's pushes, for <see cref="Add"/>.</summary>
    /// <param name="context">Whose pushes count, and what was watched.</param>
    /// <param name="closedAt">Null while it is open.</param>
    public static void Write(PackedWriter to, Opportunity opportunity, TimeLine line, TallyContext context, DateTimeOffset? closedAt)
    {
        ImmutableArray<OpenSpell> spells = OpenSpell.Of(opportunity, line, context.Snapshots, context.HistoryKept);
        int pushes = 0;
        int ownPushes = 0;
        foreach (LedgerEntry entry in CloseDateLedger.Of(opportunity, line, context.Snapshots, []))
        {
            bool own = entry.IsPush && entry.Owner == context.Rep && !spells.IsEmpty && entry.Change.At >= spells[0].From;
            if (entry.Recorded)
            {
                to.Number(Present | (entry.IsPush ? Push : 0) | (own ? Own : 0));
                to.Number((ulong)entry.Change.At.UtcTicks);
            }
            else if (entry.IsPush)
            {
                pushes++;
                ownPushes += own ? 1 : 0;
            }
        }

        to.Number(0);
        to.Number(pushes);
        to.Number(ownPushes);
        to.Number(spells.IsEmpty ? 0 : 1);
        foreach (OpenSpell spell in spells)
        {
            if (spell.Owner != context.Rep)
            {
                continue;
            }

            DateTimeOffset? end = spell.To ?? closedAt;
            to.Number(end is null ? Lasts : Over);
            to.Number(end is { } over ? spell.DaysUntil(over) : OpenSpell.Day(spell.From));
        }

        to.Number(0);
    }

    /// <param name="closed">What it was closed as; null while it is open.</param>
    public void Add(ref PackedReader from, Outcome? closed)
    {
        while (from.Int() is > 0 and var bits)
        {
            _recorded.Add(new Recorded((long)from.Number(), _deals.Count, (bits & Push) != 0, (bits & Own) != 0));
        }

        int pushes = from.Int();
        _pushes += from.Int();

        // A deal that was closed whenever it was looked at tells nothing of its pushes.
        _deals.Add(new Deal(from.Int() == 0 ? null : closed, pushes));
        while (from.Int() is > 0 and var kind)
        {
            int days = from.Int();
            if (kind == Lasts)
            {
                _open++;
                _openSince += days;
            }
            else
            {
                _days += days;
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
