using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>What a snapshot's activities come to, for one opportunity or one person.</summary>
internal sealed class ActivityTally(DateTimeOffset takenAt)
{
    private const int CompactAt = 64;

    private readonly List<ActivityDay> _days = [];
    private readonly List<DateTimeOffset> _booked = [];
    private int _compactAt = CompactAt;

    // Two values and no object: rows come in time order, so nearly each one would make a new one.
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;
    private ActivityKind _lastKind;

    public LastActivity? Last => _lastAt == DateTimeOffset.MinValue ? null : new LastActivity(_lastAt, _lastKind);

    /// <summary>In no order.</summary>
    public IReadOnlyList<DateTimeOffset> Booked => _booked;

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

    /// <summary>Completed ones by day and kind, ascending.</summary>
    public ImmutableArray<ActivityDay> Days()
    {
        Compact();
        return [.. _days];
    }

    private void Done(ActivityKind kind, DateTimeOffset at)
    {
        if (at > _lastAt || (at == _lastAt && kind > _lastKind))
        {
            (_lastAt, _lastKind) = (at, kind);
        }

        DateOnly on = DateOnly.FromDateTime(at.UtcDateTime);
        if (_days.Count > 0 && _days[^1].On == on && _days[^1].Kind == kind)
        {
            CollectionsMarshal.AsSpan(_days)[^1] = new ActivityDay(on, kind, _days[^1].Count + 1);
            return;
        }

        _days.Add(new ActivityDay(on, kind, 1));
        if (_days.Count >= _compactAt)
        {
            Compact();
            _compactAt = Math.Max(CompactAt, _days.Count * 2);
        }
    }

    private void Compact()
    {
        Span<ActivityDay> days = CollectionsMarshal.AsSpan(_days);
        if (IsAscending(days))
        {
            return;
        }

        days.Sort((a, b) => a.On != b.On ? a.On.CompareTo(b.On) : a.Kind.CompareTo(b.Kind));
        int kept = 0;
        for (int i = 1; i < days.Length; i++)
        {
            if (days[i].On == days[kept].On && days[i].Kind == days[kept].Kind)
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

    /// <summary>As they nearly always are: then nothing stands twice either.</summary>
    private static bool IsAscending(ReadOnlySpan<ActivityDay> days)
    {
        for (int i = 1; i < days.Length; i++)
        {
            if (days[i].On < days[i - 1].On || (days[i].On == days[i - 1].On && days[i].Kind <= days[i - 1].Kind))
            {
                return false;
            }
        }

        return true;
    }
}
