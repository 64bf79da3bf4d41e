using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;

namespace OneOnOne.Ingest;

/// <summary>What a snapshot's activities come to, for one opportunity or one person.</summary>
internal sealed class ActivityTally(DateTimeOffset takenAt)
{
    private const int CompactAt = 64;

    private readonly List<ActivityDay> _days = [];
    private readonly List<DateTimeOffset> _booked = [];
    private int _compactAt = CompactAt;

    /// <summary>Rows came in the order of their days, as they do of most exports: then no day of a kind stands twice.</summary>
    private bool _inOrder = true;

    // Two values and no object: rows come in time order, so nearly each one would make a new one.
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;
    private ActivityKind _lastKind;

    public void Add(ActivityKind kind, DateTimeOffset at, bool? completed)
    {
        if (at > takenAt)
        {
            // Work dated after the snapshot cannot have happened, whatever its status says: CRMs date tasks by when they are due.
            _booked.Add(at);
        }
        else if (completed != false)
        {
            Done(kind, at);
        }
    }

    public void Add(in Did did) => Add(did.Kind, did.At, did.Completed);

    public ActivityTotal Total()
    {
        Compact();
        return _days.Count + _booked.Count == 0 ? ActivityTotal.None
            : new ActivityTotal([.. _days], [.. _booked], _lastAt == DateTimeOffset.MinValue ? null : new LastActivity(_lastAt, _lastKind));
    }

    /// <summary>For the next opportunity: what it grew to is not given back.</summary>
    public void Clear()
    {
        _days.Clear();
        _booked.Clear();
        (_compactAt, _inOrder, _lastAt, _lastKind) = (CompactAt, true, DateTimeOffset.MinValue, default);
    }

    private void Done(ActivityKind kind, DateTimeOffset at)
    {
        if (at > _lastAt || (at == _lastAt && kind > _lastKind))
        {
            (_lastAt, _lastKind) = (at, kind);
        }

        DateOnly on = DateOnly.FromDateTime(at.UtcDateTime);
        Span<ActivityDay> days = CollectionsMarshal.AsSpan(_days);
        for (int i = days.Length - 1; i >= 0 && days[i].On == on; i--)
        {
            if (days[i].Kind == kind)
            {
                days[i] = new ActivityDay(on, kind, days[i].Count + 1);
                return;
            }
        }

        _inOrder &= days.IsEmpty || days[^1].On <= on;
        _days.Add(new ActivityDay(on, kind, 1));
        if (!_inOrder && _days.Count >= _compactAt)
        {
            Compact();
            _compactAt = Math.Max(CompactAt, _days.Count * 2);
        }
    }

    private void Compact()
    {
        Span<ActivityDay> days = CollectionsMarshal.AsSpan(_days);
        if (_inOrder)
        {
            OrderKinds(days);
            return;
        }

        days.Sort(ActivityDays.Compare);
        int kept = 0;
        for (int i = 1; i < days.Length; i++)
        {
            if (ActivityDays.Compare(days[i], days[kept]) == 0)
            {
                days[kept] = days[kept] with { Count = days[kept].Count + days[i].Count };
            }
            else
            {
                days[++kept] = days[i];
            }
        }

        CollectionsMarshal.SetCount(_days, kept + 1);
    }

    /// <summary>Days ascend already, and within one there are never more than there are kinds.</summary>
    private static void OrderKinds(Span<ActivityDay> days)
    {
        for (int i = 1; i < days.Length; i++)
        {
            for (int at = i; at > 0 && days[at - 1].On == days[at].On && days[at - 1].Kind > days[at].Kind; at--)
            {
                (days[at - 1], days[at]) = (days[at], days[at - 1]);
            }
        }
    }
}

/// <param name="Days">Completed ones by day and kind, ascending.</param>
/// <param name="Booked">What lies ahead of the snapshot, in no order.</param>
/// <param name="Last">The newest completed one; null: none.</param>
internal sealed record ActivityTotal(ImmutableArray<ActivityDay> Days, ImmutableArray<DateTimeOffset> Booked, LastActivity? Last)
{
    public static ActivityTotal None { get; } = new([], [], null);
}
