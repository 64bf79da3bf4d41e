using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Weeks;

/// <summary>Counts what a rep's book has of some days. A deal counts for the rep while it was theirs.</summary>
internal sealed class WeekCounts
{
    private readonly RepBook _book;
    private readonly AnalysisContext _context;
    private readonly (Opportunity Deal, TimeLine Line, ImmutableArray<Tenure> Tenures)[] _deals;
    private readonly DateOnly[] _pushes;
    private readonly (DateOnly On, StageDirection Direction)[] _moves;

    public WeekCounts(RepBook book, IReadOnlyCollection<Opportunity> all, AnalysisContext context)
    {
        (_book, _context) = (book, context);
        _deals = [.. all.Select(deal => (deal, TimeLine.Of(deal, book.Snapshots), Tenure.Of(deal, book.Snapshots)))];
        _pushes =
        [
            .. _deals.SelectMany(deal => CloseDateLedger.Of(deal.Deal, deal.Line, book.Snapshots, book.Head.BulkEdits))
                .Where(change => change.IsPush && change.Owner == book.Head.Rep && change.Change.At <= context.AsOf).Select(change => context.DayOf(change.Change.At)),
        ];
        _moves = [.. _deals.SelectMany(deal => MovesOf(deal.Line, deal.Tenures))];
        Begins = Record(all);
    }

    public RecordBegins Begins { get; }

    public ImmutableSortedDictionary<ActivityKind, int> Done(DateOnly first, DateOnly last) => _book.Head.Activities
        .Where(day => day.On >= first && day.On <= last).GroupBy(day => day.Kind).ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Sum(day => day.Count));

    public int Pushes(DateOnly first, DateOnly last) => _pushes.Count(day => day >= first && day <= last);

    public StageMoves Moves(DateOnly first, DateOnly last)
    {
        StageDirection[] all = [.. _moves.Where(move => move.On >= first && move.On <= last).Select(move => move.Direction)];
        return new StageMoves(all.Count(one => one == StageDirection.Forward), all.Count(one => one == StageDirection.Back), all.Count(one => one == StageDirection.Unknown));
    }

    public int Open(DateOnly last) => _deals.Count(deal => WasOpen(deal.Deal, deal.Line, deal.Tenures, last));

    public ClosedDeals Closed(Outcome outcome, DateOnly first, DateOnly last)
    {
        ClosedOpportunity[] closed = [.. _book.Head.Closed.Where(one => one.Outcome == outcome && one.ClosedAt <= _context.AsOf && _context.DayOf(one.ClosedAt) is var day && day >= first && day <= last)];
        return new ClosedDeals(closed.Length, Money.SumByCurrency(closed.Select(one => one.Amount)));
    }

    private IEnumerable<(DateOnly On, StageDirection Direction)> MovesOf(TimeLine line, ImmutableArray<Tenure> tenures)
    {
        ImmutableArray<StageVisit> stays = Stays.Of(line);
        for (int i = 1; i < stays.Length; i++)
        {
            if (stays[i].Stage != stays[i - 1].Stage && stays[i].EnteredAt <= _context.AsOf && OwnerAt(tenures, stays[i].EnteredAt) == _book.Head.Rep)
            {
                yield return (_context.DayOf(stays[i].EnteredAt), Movement.Direction(stays[i - 1].Stage, stays[i].Stage, _book.Snapshot.Stages));
            }
        }
    }

    private bool WasOpen(Opportunity deal, TimeLine line, ImmutableArray<Tenure> tenures, DateOnly day)
    {
        // The last week ends now, not at midnight.
        DateTimeOffset midnight = TimeZones.ToUtc(_context.TimeZone, day.AddDays(1), TimeOnly.MinValue);
        DateTimeOffset at = midnight < _context.AsOf ? midnight : _context.AsOf;
        return BeganAt(deal, line) <= at
            && !line.Closings.Any(closing => closing.At <= at && !(closing.Until <= at))
            && deal.Observed.LastOrDefault(seen => seen.At <= at) is not { State: null }
            && OwnerAt(tenures, at) == _book.Head.Rep;
    }

    private static DateTimeOffset BeganAt(Opportunity deal, TimeLine line) =>
        new[] { deal.Observed[0].At, deal.Details.CreatedAt ?? DateTimeOffset.MaxValue, line.Visits.FirstOrDefault()?.EnteredAt ?? DateTimeOffset.MaxValue }.Min();

    private static PersonId? OwnerAt(ImmutableArray<Tenure> tenures, DateTimeOffset at) => tenures.FirstOrDefault(tenure => tenure.Covers(at)).Owner;

    /// <summary>What only comparing snapshots shows is known from the first of them on.</summary>
    private RecordBegins Record(IReadOnlyCollection<Opportunity> all)
    {
        DateOnly? deals = _deals.Length == 0 ? null : _deals.Min(deal => _context.DayOf(BeganAt(deal.Deal, deal.Line)));
        DateOnly snapshots = _context.DayOf(_book.Snapshots[0]);
        DateOnly? From(bool told) => deals is null ? null : told ? deals : snapshots;
        return new RecordBegins(
            _book.Head.Activities is [var first, ..] ? first.On : null,
            deals,
            From(_book.Snapshot.Sections.Contains(Section.CloseDateHistory)),
            From(_book.Snapshot.Sections.Contains(Section.StageHistory)),
            From(all.All(deal => deal.Details.CreatedAt is not null)));
    }
}
