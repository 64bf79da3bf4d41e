using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Csv;

internal enum RecordKind
{
    /// <summary>The record goes on behind what has been read so far.</summary>
    Incomplete,
    Record,
    Blank,
    Bad,

    /// <summary>Bad, and so long that its line has to be passed over unread.</summary>
    Endless,
}

/// <param name="Length">Bytes up to and including the line break.</param>
/// <param name="Field">The index of the bad field, which starts at <paramref name="FieldStart"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScannedRecord(RecordKind Kind, int Length, QuarantineCode Code = default, int Field = 0, int FieldStart = 0);

/// <summary>
/// Finds where a record ends and whether its quoting is sound. A quote that never closes is found out when its field runs into text that
/// cannot follow a closing quote, or into <see cref="LongestRecord"/>: then only the line it stands on is bad, and reading goes on behind that.
/// </summary>
internal sealed class RecordScan(byte delimiter, int fieldBytes)
{
    private const byte Quote = (byte)'"';
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    public byte Delimiter => delimiter;

    /// <summary>A line without quotes up to this length is sound whatever its fields are.</summary>
    public int LongestField => fieldBytes;

    /// <summary>16 fields of the greatest length; it bounds the memory that one record can take.</summary>
    public int LongestRecord { get; } = 16 * fieldBytes;

    /// <summary>
    /// The same whatever has been read behind the record: what is too long is judged by as much as <see cref="LongestRecord"/> lets through,
    /// so that where a file is cut into blocks decides nothing.
    /// </summary>
    /// <returns>Incomplete only of less than that.</returns>
    public ScannedRecord Decide(ReadOnlySpan<byte> text, bool final)
    {
        // What ends the window may be half a CR LF or half of a doubled quote.
        for (int window = LongestRecord + 1; window < text.Length; window++)
        {
            ScannedRecord record = Next(text[..window], final: false);
            if (record.Kind != RecordKind.Incomplete)
            {
                return record;
            }
        }

        return Next(text, final);
    }

    public bool IsBlank(ReadOnlySpan<byte> line) => delimiter == (byte)'\t' ? !line.ContainsAnyExcept((byte)' ') : !line.ContainsAnyExcept((byte)' ', (byte)'\t');

    public ScannedRecord Next(ReadOnlySpan<byte> text, bool final)
    {
        int stop = text.IndexOfAny(LineFeed, CarriageReturn, Quote);
        if (stop < 0 && !final)
        {
            return text.Length > LongestRecord ? ByField(text, final) : default;
        }

        if (stop >= 0 && text[stop] == Quote)
        {
            return ByField(text, final);
        }

        ReadOnlySpan<byte> line = stop < 0 ? text : text[..stop];
        int length = Terminated(text, line.Length, final);
        return length < 0 ? default
            : IsBlank(line) ? new ScannedRecord(RecordKind.Blank, length)
            : line.Length > fieldBytes ? ByField(text, final)
            : new ScannedRecord(RecordKind.Record, length);
    }

    private ScannedRecord ByField(ReadOnlySpan<byte> text, bool final)
    {
        ScannedRecord bad = default;
        for (int at = 0, field = 0; ; at++, field++)
        {
            int start = at;
            if (at < text.Length && text[at] == Quote)
            {
                int close = Close(text, at + 1);
                if (close < 0)
                {
                    return final || text.Length > LongestRecord ? Runaway(text, start, field, final) : default;
                }

                at = close + 1;
                if (at == text.Length && !final)
                {
                    return default;
                }

                if (at < text.Length && text[at] != delimiter && text[at] is not (CarriageReturn or LineFeed))
                {
                    if (text[start..close].ContainsAny(CarriageReturn, LineFeed))
                    {
                        return Runaway(text, start, field, final);
                    }

                    bad = First(bad, QuarantineCode.BadQuoting, field, start);
                }
            }

            int rest = text[at..].IndexOfAny(delimiter, CarriageReturn, LineFeed);
            if (rest < 0 && !final)
            {
                return Unfinished(text, field, start, bad.Kind == RecordKind.Bad ? bad.Code : QuarantineCode.TooLong);
            }

            rest = rest < 0 ? text.Length - at : rest;
            bad = text.Slice(at, rest).Contains(Quote) ? First(bad, QuarantineCode.BadQuoting, field, start) : bad;
            at += rest;
            bad = at - start > fieldBytes + 2 || (at - start > fieldBytes && text[start] != Quote) ? First(bad, QuarantineCode.TooLong, field, start) : bad;
            if (at == text.Length || text[at] != delimiter)
            {
                int length = Terminated(text, at, final);
                return length < 0 ? default : (bad.Kind == RecordKind.Bad ? bad : new ScannedRecord(RecordKind.Record, 0)) with { Length = length };
            }
        }
    }

    /// <returns>The closing quote, or -1.</returns>
    private static int Close(ReadOnlySpan<byte> text, int from)
    {
        while (true)
        {
            int found = text[from..].IndexOf(Quote);
            if (found < 0)
            {
                return -1;
            }

            from += found;
            if (from + 1 >= text.Length || text[from + 1] != Quote)
            {
                return from;
            }

            from += 2;
        }
    }

    private static ScannedRecord Runaway(ReadOnlySpan<byte> text, int start, int field, bool final)
    {
        int lineBreak = text[start..].IndexOfAny(CarriageReturn, LineFeed);
        int length = lineBreak < 0 ? -1 : Terminated(text, start + lineBreak, final);
        return length >= 0 ? new ScannedRecord(RecordKind.Bad, length, QuarantineCode.BadQuoting, field, start)
            : new ScannedRecord(final ? RecordKind.Bad : RecordKind.Endless, text.Length, QuarantineCode.BadQuoting, field, start);
    }

    private ScannedRecord Unfinished(ReadOnlySpan<byte> text, int field, int start, QuarantineCode code) =>
        text.Length > LongestRecord ? new ScannedRecord(RecordKind.Endless, text.Length, code, field, start) : default;

    private static ScannedRecord First(ScannedRecord bad, QuarantineCode code, int field, int start) =>
        bad.Kind == RecordKind.Bad ? bad : new ScannedRecord(RecordKind.Bad, 0, code, field, start);

    /// <returns>The length with the line break at <paramref name="end"/>; -1 if that may be half a CR LF.</returns>
    private static int Terminated(ReadOnlySpan<byte> text, int end, bool final)
    {
        if (end == text.Length)
        {
            return end;
        }

        if (text[end] == LineFeed)
        {
            return end + 1;
        }

        return end + 1 < text.Length ? end + (text[end + 1] == LineFeed ? 2 : 1) : final ? end + 1 : -1;
    }
}
