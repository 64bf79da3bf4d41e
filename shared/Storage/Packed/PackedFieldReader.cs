using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Packed;

/// <summary>Reads what <see cref="PackedFieldWriter"/> wrote, in the same order.</summary>
internal ref struct PackedFieldReader(ReadOnlySpan<byte> bytes)
{
    private List<string>? _names;
    private long _ticks;
    private int _day;

    public PackedReader Reader = new(bytes);

    public string? Name()
    {
        int number = Reader.Int();
        if (number == 1)
        {
            string name = Reader.RequiredText();
            (_names ??= []).Add(name);
            return name;
        }

        return number == 0 ? null : number - 2 < _names?.Count ? _names[number - 2] : throw Damaged();
    }

    /// <exception cref="InvalidDataException">There is none.</exception>
    public string RequiredName() => Name() ?? throw Damaged();

    public DateTimeOffset? Instant()
    {
        ulong value = Reader.Number();
        if (value == 0)
        {
            return null;
        }

        long seconds = PackedReader.Unfolded(value >> 2);
        long rest = (value & 2) != 0 ? (long)Reader.Number() : 0;
        long offset = (value & 2) != 0 ? Reader.Signed() : 0;
        _ticks = (((_ticks / TimeSpan.TicksPerSecond) + seconds) * TimeSpan.TicksPerSecond) + rest;
        return _ticks >= 0 && _ticks <= DateTime.MaxValue.Ticks && Math.Abs(offset) <= 14 * 60
            ? new DateTimeOffset(_ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset))
            : throw Damaged();
    }

    public DateTimeOffset RequiredInstant() => Instant() ?? throw Damaged();

    public ImmutableArray<DateTimeOffset> Instants()
    {
        int count = Reader.Count();
        if (count == 0)
        {
            return [];
        }

        ImmutableArray<DateTimeOffset>.Builder instants = ImmutableArray.CreateBuilder<DateTimeOffset>(count);
        for (int i = 0; i < count; i++)
        {
            instants.Add(RequiredInstant());
        }

        return instants.MoveToImmutable();
    }

    public ImmutableArray<ActivityDay> Activities()
    {
        ImmutableArray<ActivityDay>.Builder days = ImmutableArray.CreateBuilder<ActivityDay>(Reader.Count());
        for (int i = days.Capacity; i > 0; i--)
        {
            days.Add(new ActivityDay(RequiredDay(), (ActivityKind)Reader.Int(), Reader.Int()));
        }

        return days.MoveToImmutable();
    }

    public DateOnly? Day()
    {
        ulong value = Reader.Number();
        if (value == 0)
        {
            return null;
        }

        long day = _day + PackedReader.Unfolded(value - 1);
        _day = day >= 0 && day <= DateOnly.MaxValue.DayNumber ? (int)day : throw Damaged();
        return DateOnly.FromDayNumber(_day);
    }

    public DateOnly RequiredDay() => Day() ?? throw Damaged();

    private static InvalidDataException Damaged() => new("A packed record is damaged.");
}
