namespace OneOnOne.Ingest.Csv.Values;

/// <summary>
/// yyyy-MM-dd, with "T" or a blank and HH:mm[:ss[.fff]] behind it, and Z, +hh, +hhmm or +hh:mm behind that. Written out by hand
/// since nearly every field of millions is of this shape.
/// </summary>
internal static class IsoTime
{
    public static bool TryRead(ReadOnlySpan<byte> text, out ReadTime time)
    {
        time = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Number(text[..4], out int year) || !Number(text[5..7], out int month) || !Number(text[8..10], out int day)
            || year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        DateTime date = new(year, month, day);
        text = text[10..];
        if (text.IsEmpty)
        {
            time = new ReadTime(date, false, null);
            return true;
        }

        if (text[0] is not ((byte)'T' or (byte)' ') || !TryReadClock(text[1..], out TimeSpan clock, out text) || !TryReadOffset(text, out TimeSpan? offset))
        {
            return false;
        }

        time = new ReadTime(date + clock, true, offset);
        return true;
    }

    private static bool TryReadClock(ReadOnlySpan<byte> text, out TimeSpan clock, out ReadOnlySpan<byte> rest)
    {
        clock = default;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !Number(text[..2], out int hour) || !Number(text[3..5], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        int second = 0;
        long ticks = 0;
        rest = text[5..];
        if (rest is [(byte)':', _, _, ..])
        {
            if (!Number(rest[1..3], out second) || second > 59)
            {
                return false;
            }

            rest = rest[3..];
            if (rest is [(byte)'.' or (byte)',', ..] && !TryReadFraction(ref rest, out ticks))
            {
                return false;
            }
        }

        clock = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
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
        if (text.IsEmpty)
        {
            return true;
        }

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
