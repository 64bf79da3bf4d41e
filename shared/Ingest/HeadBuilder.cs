using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>Sums up a rep's book into its head, from what every opportunity in it adds.</summary>
/// <param name="names">Of what <see cref="DealTally"/> names by number.</param>
internal sealed class HeadBuilder(PersonId rep, Names names)
{
    private readonly VisitTally _visits = new();
    private readonly SlipTally _slips = new();
    private readonly SignalTally _signals = new();
    private readonly List<ClosedOpportunity> _closed = [];
    private int _open;

    /// <summary>Of opportunities that are at hand.</summary>
    public static BookHead Of(TallyContext context, IEnumerable<Opportunity> opportunities, ImmutableArray<ActivityDay> activities)
    {
        Names names = new();
        DealTally tally = new(context, names);
        HeadBuilder head = new(context.Rep, names);
        foreach (Opportunity opportunity in opportunities)
        {
            head.Add(opportunity.Id, tally.Of(opportunity));
        }

        return head.Build(null, activities);
    }

    /// <param name="tally">What <see cref="DealTally"/> wrote down.</param>
    public void Add(OpportunityId id, ReadOnlySpan<byte> tally)
    {
        if (tally.IsEmpty)
        {
            return;
        }

        PackedFieldReader from = new(tally);
        DealTallyKind kind = (DealTallyKind)from.Reader.Int();
        if (kind == DealTallyKind.Open)
        {
            _open++;
            _visits.AddOpen(ref from.Reader, names);
            _slips.Add(ref from.Reader, closed: null);
            return;
        }

        Outcome outcome = kind == DealTallyKind.Won ? Outcome.Won : Outcome.Lost;
        _visits.AddClosed(ref from.Reader, names, outcome);
        _slips.Add(ref from.Reader, outcome);
        _signals.Add(ref from.Reader, names);
        string? name = from.Reader.Text();
        string? account = from.Reader.Text();
        Money? amount = from.Reader.Int() is > 0 and var currency ? new Money(from.Reader.Amount(), names[currency - 1]) : null;
        _closed.Add(new ClosedOpportunity(id, name, account, amount, outcome, from.RequiredInstant(), from.Instant()));
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
