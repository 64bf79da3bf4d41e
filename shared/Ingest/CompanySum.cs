using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;

namespace OneOnOne.Ingest;

/// <summary>
/// Sums reps' records up to the company's. Visits are put aside by stage and sorted one stage after the other: a company of ten thousand
/// reps has millions. Bookings are left out: reps are held against their team, and every analysis reads this record.
/// </summary>
internal sealed class CompanySum : IDisposable
{
    /// <summary>How many visits of a kind are kept for each stage: plenty for any estimate, and cheap to read with every analysis.</summary>
    private const int Limit = 1_000;

    private const int Lists = 48;
    private const int Budget = 16 << 20;

    private readonly RecordLists _visits = new(Lists, Budget);
    private readonly Names _stages = new();
    private readonly Dictionary<int, Total> _totals = [];
    private readonly List<RepTotals> _reps = [];
    private readonly Dictionary<string, Dictionary<int, SignalCell>> _signals = new(StringComparer.Ordinal);
    private SlipTotals _slips;
    private bool _anySlips;

    private enum Kind
    {
        Won,
        Lost,
        Open,
    }

    public static TrackRecord Of(IEnumerable<TrackRecord> reps)
    {
        using CompanySum sum = new();
        foreach (TrackRecord record in reps)
        {
            sum.Add(record);
        }

        return sum.Build();
    }

    public void Add(TrackRecord record)
    {
        foreach ((string name, StageVisits visits) in record.Stages)
        {
            int stage = _stages.Of(name);
            Add(stage, Kind.Won, visits.Won);
            Add(stage, Kind.Lost, visits.Lost);
            Total open = Part(Key(stage, Kind.Open), visits.Open.Visits.Length, visits.Open.Count);
            foreach (OpenVisit visit in visits.Open.Visits)
            {
                Append(Key(stage, Kind.Open), visit.Entered, visit.Left ?? long.MaxValue, open.Weight);
            }
        }

        _reps.AddRange(record.Reps);
        foreach (SlipTotals slips in record.Slips)
        {
            _slips = SlipTotals.Sum([_slips, slips]);
            _anySlips = true;
        }

        foreach ((string stage, ImmutableArray<SignalCell> cells) in record.Signals)
        {
            Add(stage, cells);
        }
    }

    public TrackRecord Build() => new(Enumerable.Range(0, _stages.Count).ToImmutableSortedDictionary(stage => _stages[stage], Stage, StringComparer.Ordinal))
    {
        Reps = [.. _reps.Order()],
        Slips = _anySlips ? [_slips] : [],
        Signals = _signals.ToImmutableSortedDictionary(
            stage => stage.Key, stage => stage.Value.Values.OrderBy(cell => cell.Code).ToImmutableArray(), StringComparer.Ordinal),
    };

    public void Dispose() => _visits.Dispose();

    private static int Key(int stage, Kind kind) => (stage * 3) + (int)kind;

    private void Add(int stage, Kind kind, Durations durations)
    {
        ImmutableArray<ClosedVisit> visits = durations.Visits();
        Total total = Part(Key(stage, kind), visits.Length, durations.Count);
        foreach (ClosedVisit visit in visits)
        {
            Append(Key(stage, kind), visit.Stay, visit.ToClose, total.Weight);
        }
    }

    private void Add(string stage, ImmutableArray<SignalCell> cells)
    {
        if (!_signals.TryGetValue(stage, out Dictionary<int, SignalCell>? sums))
        {
            _signals[stage] = sums = [];
        }

        foreach (SignalCell cell in cells)
        {
            ref SignalCell sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, cell.Code, out _);
            sum = new SignalCell(cell.Code, sum.Weeks + cell.Weeks, sum.Lost + cell.Lost, sum.Pushed + cell.Pushed);
        }
    }

    /// <summary>One more record has visits of that kind.</summary>
    private Total Part(int key, int kept, int count)
    {
        if (!_totals.TryGetValue(key, out Total? total))
        {
            _totals[key] = total = new Total();
        }

        if (count > 0)
        {
            total.Parts++;
            total.Count += count;
            total.IsThinned |= kept != count;
            total.Weight = Thinning.Weight(kept, count);
        }

        return total;
    }

    private void Append(int key, long one, long other, double weight) => _visits.Append(key % Lists, new VisitRecord(key, one, other, weight));

    private StageVisits Stage(int stage)
    {
        (ImmutableArray<ClosedVisit> won, int wonCount) = Kept(Key(stage, Kind.Won), visit => new ClosedVisit(visit.One, visit.Other));
        (ImmutableArray<ClosedVisit> lost, int lostCount) = Kept(Key(stage, Kind.Lost), visit => new ClosedVisit(visit.One, visit.Other));
        (ImmutableArray<OpenVisit> open, int openCount) = Kept(Key(stage, Kind.Open), visit => new OpenVisit(visit.One, visit.Other == long.MaxValue ? null : visit.Other));
        return new StageVisits(Durations.From(won, wonCount), Durations.From(lost, lostCount)) { Open = new OpenVisits(open, openCount) };
    }

    private (ImmutableArray<T> Kept, int Count) Kept<T>(int key, Func<VisitRecord, T> visit)
        where T : IComparable<T>
    {
        using RecordsRead read = _visits.Read(key % Lists);
        Total total = _totals[key];
        List<T> values = new(total.Count);
        List<double> weights = [];
        foreach (ref readonly VisitRecord record in read.Of<VisitRecord>())
        {
            if (record.Key == key)
            {
                values.Add(visit(record));
                if (total.IsThinned)
                {
                    weights.Add(record.Weight);
                }
            }
        }

        if (total.Parts == 1 && values.Count <= Limit)
        {
            return ([.. values], total.Count);
        }

        if (total.IsThinned)
        {
            return (Thinning.Weighted(values.Zip(weights), total.Count, Limit), total.Count);
        }

        values.Sort();
        return (Thinning.Thin(CollectionsMarshal.AsSpan(values), Limit), total.Count);
    }

    /// <param name="Other">The greatest number for a visit that has not ended.</param>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct VisitRecord(int Key, long One, long Other, double Weight);

    private sealed class Total
    {
        public int Parts { get; set; }

        public int Count { get; set; }

        public bool IsThinned { get; set; }

        /// <summary>Of the values of the last part.</summary>
        public double Weight { get; set; } = 1;
    }
}
