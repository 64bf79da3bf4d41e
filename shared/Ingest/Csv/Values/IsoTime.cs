using System.Buffers.Binary;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>
/// yyyy-MM-dd, with "T" or a blank and HH:mm[:ss[.fff]] behind it, and Z, +hh, +hhmm or +hh:mm behind that. Written out by hand
/// since nearly every field of millions is of this shape. Rows stand in about the order of time, so that the day is mostly that of the
/// last one: it is remembered. It is one thread's own.
/// </summary>
internal sealed class IsoTime
{
    private const int DateLength = 10;
    private const int ToTheSecond = 19;

    private static readonly DigitPairs YearMonth = new("0000-00-"u8);
    private static readonly DigitPairs Clock = new("00:00:00"u8);

    // The day that was read last, and the ten characters that it is written in.
    private DateTime _day = new(1, 1, 1);
    private ulong _yearMonth = BinaryPrimitives.ReadUInt64LittleEndian("0001-01-"u8);
    private ushort _dayOfMonth = BinaryPrimitives.ReadUInt16LittleEndian("01"u8);

    public bool TryRead(ReadOnlySpan<byte> text, out ReadTime time)
    {
        time = default;
        if (!TryReadDate(text, out DateTime date))
        {
            return false;
        }

        if (text.Length == DateLength)
        {
            time = new ReadTime(date, false, null);
            return true;
        }

        if (text[DateLength] is not ((byte)'T' or (byte)' '))
        {
            return false;
        }

        TimeSpan? offset = null;
        if (text.Length >= ToTheSecond && Clock.TryRead(text.Slice(DateLength + 1, 8), out ulong pairs))
        {
            (int hour, int minute, int second) = ((int)(pairs & 0xFF), (int)((pairs >> 24) & 0xFF), (int)((pairs >> 48) & 0xFF));
            if (hour > 23 || minute > 59 || second > 59)
            {
                return false;
            }

            date = date.AddTicks((((hour * 3600L) + (minute * 60) + second) * TimeSpan.TicksPerSecond));
            text = text[ToTheSecond..];
            if (text is [(byte)'.' or (byte)',', ..])
            {
                if (!TryReadFraction(ref text, out long ticks))
                {
                    return false;
                }

                date = date.AddTicks(ticks);
            }
        }
        else if (TryReadClock(text[(DateLength + 1)..], out TimeSpan clock, out text))
        {
            date += clock;
        }
        else
        {
            return false;
        }

        if (!text.IsEmpty && !TryReadOffset(text, out offset))
        {
            return false;
        }

        time = new ReadTime(date, true, offset);
        return true;
    }

    private bool TryReadDate(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = _day;
        if (text.Length < DateLength)
        {
            return false;
        }

        ulong yearMonth = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort dayOfMonth = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        if (yearMonth == _yearMonth && dayOfMonth == _dayOfMonth)
        {
            return true;
        }

        if (!TryReadNewDate(text, out date))
        {
            return false;
        }

        (_day, _yearMonth, _dayOfMonth) = (date, yearMonth, dayOfMonth);
        return true;
    }

    private static bool TryReadNewDate(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (!YearMonth.TryRead(text[..8], out ulong pairs) || !Number(text[8..DateLength], out int day))
        {
            return false;
        }

        int year = ((int)(pairs & 0xFF) * 100) + (int)((pairs >> 16) & 0xFF);
        int month = (int)((pairs >> 40) & 0xFF);
        if (year < 1 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    /// <summary>Hours and minutes alone. Seconds that are none do not get any further than this, since no offset begins with a colon.</summary>
    private static bool TryReadClock(ReadOnlySpan<byte> text, out TimeSpan clock, out ReadOnlySpan<byte> rest)
    {
        clock = default;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !Number(text[..2], out int hour) || !Number(text[3..5], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        clock = new TimeSpan(hour, minute, 0);
        rest = text[5..];
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int digits = 0;
        for (text = text[1..]; text is [>= (byte)'0' and <= (byte)'9' and var digit, ..]; text = text[1..])
        {
            // Finer than a tick is left out.
            ticks = digits < 7 ? (ticks * 10) + digit - '0' : ticks;
            digits++;
        }

        for (int i = digits; i < 7; i++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out TimeSpan? offset)
    {
        offset = null;
        if (text is [(byte)'Z' or (byte)'z'])
        {
            offset = TimeSpan.Zero;
            return true;
        }

        int minute = 0;
        bool read = text switch
        {
            [(byte)'+' or (byte)'-', _, _] => true,
            [(byte)'+' or (byte)'-', _, _, _, _] => Number(text[3..], out minute),
            [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] => Number(text[4..], out minute),
            _ => false,
        };
        if (!read || !Number(text[1..3], out int hour) || hour > 14 || minute > 59)
        {
            return false;
        }

        offset = new TimeSpan(hour, minute, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
