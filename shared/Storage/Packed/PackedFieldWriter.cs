using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Packed;

/// <summary>Writes what opportunities are made of: a name in full only the first time, and instants and days as differences to the one before.</summary>
internal sealed class PackedFieldWriter(PackedWriter writer)
{
    private readonly List<string> _names = [];
    private long _ticks;
    private int _day;

    public PackedWriter Writer => writer;

    /// <summary>What is written next stands by itself, in memory that is used again.</summary>
    public void Restart()
    {
        writer.Clear();
        _names.Clear();
        (_ticks, _day) = (0, 0);
    }

    /// <summary>0: none. 1: a new one, in full. Else the number of one that was written already, plus two.</summary>
    public void Name(string? name)
    {
        if (name is null)
        {
            writer.Number(0);
            return;
        }

        int known = _names.IndexOf(name);
        writer.Number(known < 0 ? 1 : known + 2);
        if (known < 0)
        {
            _names.Add(name);
            writer.Text(name);
        }
    }

    /// <summary>0: none. Else whole seconds since the last one, times four, plus one; odd ticks and foreign offsets, which are rare, follow.</summary>
    public void Instant(DateTimeOffset? instant)
    {
        if (instant is not { } at)
        {
            writer.Number(0);
            return;
        }

        long seconds = (at.UtcTicks / TimeSpan.TicksPerSecond) - (_ticks / TimeSpan.TicksPerSecond);
        long rest = at.UtcTicks % TimeSpan.TicksPerSecond;
        int offset = (int)at.Offset.TotalMinutes;
        writer.Number((PackedWriter.Folded(seconds) << 2) | (rest != 0 || offset != 0 ? 2UL : 1UL));
        if (rest != 0 || offset != 0)
        {
            writer.Number((ulong)rest);
            writer.Signed(offset);
        }

        _ticks = at.UtcTicks;
    }

    public void Instants(ImmutableArray<DateTimeOffset> instants)
    {
        writer.Number(instants.Length);
        foreach (DateTimeOffset instant in instants)
        {
            Instant(instant);
        }
    }

    public void Activities(ImmutableArray<ActivityDay> days)
    {
        writer.Number(days.Length);
        foreach (ActivityDay day in days)
        {
            Day(day.On);
            writer.Number((int)day.Kind);
            writer.Number(day.Count);
        }
    }

    /// <summary>0: none. Else days since the last one, of either sign, plus one.</summary>
    public void Day(DateOnly? day)
    {
        if (day is not { } on)
        {
            writer.Number(0);
            return;
        }

        writer.Number(PackedWriter.Folded(on.DayNumber - _day) + 1);
        _day = on.DayNumber;
    }
}
