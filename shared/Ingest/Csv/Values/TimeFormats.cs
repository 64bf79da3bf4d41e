using System.Globalization;
using System.Text;
using NodaTime;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>Reads dates and instants as an export writes them: the mapping's own formats first, then ISO 8601.</summary>
internal sealed class TimeFormats(CultureInfo culture, DateTimeZone zone, IReadOnlyList<string> formats)
{
    private const string Excel = "excel";

    private static readonly DateTime Earliest = new(2, 1, 1);
    private static readonly DateTime Latest = new(9999, 1, 1);

    private readonly IsoTime _iso = new();
    private readonly bool _hasFormats = formats.Count > 0;
    private readonly ZoneOffsets _zone = new(zone);
    private readonly CultureInfo _culture = Plain(culture);

    public static bool IsFormat(string format)
    {
        if (format == Excel)
        {
            return true;
        }

        try
        {
            // A format without a year, a month and a day would read its date off the clock of the machine.
            return DateTime.TryParseExact(new DateTime(2031, 11, 28).ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime date)
                && date.Date == new DateTime(2031, 11, 28);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public bool TryInstant(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (!TryRead(text, out ReadTime time))
        {
            return false;
        }

        instant = ToUtc(time);
        return true;
    }

    /// <summary>The same, but a date alone is its noon: CRMs keep only the day of a task, and at noon it is the same day nearly everywhere.</summary>
    public bool TryMoment(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (!TryRead(text, out ReadTime time))
        {
            return false;
        }

        instant = ToUtc(time.HasTime ? time : time with { Local = time.Local.AddHours(12), HasTime = true });
        return true;
    }

    /// <summary>A calendar date is nobody's instant and is never shifted; only an instant with an offset has to be put into the export's zone.</summary>
    public bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (!TryRead(text, out ReadTime time))
        {
            return false;
        }

        date = time.Offset is null ? DateOnly.FromDateTime(time.Local)
            : Instant.FromDateTimeOffset(ToUtc(time)).InZone(zone).Date.ToDateOnly();
        return true;
    }

    /// <summary>A date and time of day in a zone that stands elsewhere.</summary>
    public bool TryLocal(ReadOnlySpan<byte> text, out DateTime local)
    {
        bool read = TryRead(text, out ReadTime time) && time is { HasTime: true, Offset: null };
        local = read ? time.Local : default;
        return read;
    }

    public bool TryRead(ReadOnlySpan<byte> text, out ReadTime time) =>
        ((_hasFormats && TryFormats(text, out time)) || _iso.TryRead(text, out time))

        // Years at the edges are placeholders, and a zone's offset would carry them out of range.
        && time.Local >= Earliest && time.Local < Latest;

    private DateTimeOffset ToUtc(ReadTime time) => time.Offset is { } offset ? new DateTimeOffset(time.Local - offset, TimeSpan.Zero) : _zone.ToUtc(time.Local, time.HasTime);

    private bool TryFormats(ReadOnlySpan<byte> text, out ReadTime time)
    {
        time = default;
        Span<char> chars = stackalloc char[64];
        if (!Encoding.UTF8.TryGetChars(text, chars, out int length))
        {
            return false;
        }

        foreach (string format in formats)
        {
            if (format == Excel ? TrySerial(chars[..length], out time) : TryFormat(chars[..length], format, out time))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFormat(ReadOnlySpan<char> text, string format, out ReadTime time)
    {
        bool hasTime = format.AsSpan().ContainsAny('H', 'h');
        if (format.AsSpan().ContainsAny('z', 'K'))
        {
            bool read = DateTimeOffset.TryParseExact(text, format, _culture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant);
            time = new ReadTime(instant.DateTime, hasTime, instant.Offset);
            return read;
        }

        bool isLocal = DateTime.TryParseExact(text, format, _culture, DateTimeStyles.NoCurrentDateDefault, out DateTime local);
        time = new ReadTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), hasTime, null);
        return isLocal;
    }

    /// <summary>Excel's day number. Its calendar has a 29 February 1900, so days before March 1900 count one less.</summary>
    private bool TrySerial(ReadOnlySpan<char> text, out ReadTime time)
    {
        time = default;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, _culture, out double serial) || serial is not (>= 1 and < 2_958_466))
        {
            return false;
        }

        double day = Math.Floor(serial);
        DateTime date = new DateTime(1899, 12, 30).AddDays(day < 60 ? day + 1 : day);
        time = new ReadTime(date.AddMilliseconds(Math.Round((serial - day) * 86_400_000)), serial > day, null);
        return true;
    }

    /// <summary>The culture's month names, but separators and calendar that mean what a format says: in German "/" would also read ".", and take 3 April for 4 March.</summary>
    private static CultureInfo Plain(CultureInfo culture)
    {
        CultureInfo plain = (CultureInfo)culture.Clone();
        plain.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() ?? plain.DateTimeFormat.Calendar;
        plain.DateTimeFormat.DateSeparator = "/";
        plain.DateTimeFormat.TimeSeparator = ":";
        return plain;
    }
}
