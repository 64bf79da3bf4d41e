using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace OneOnOne.Ingest.Csv;

/// <param name="Field">The index of the bad field.</param>
/// <param name="Shape">What stood there, redacted.</param>
internal sealed record BadRecord(QuarantineCode Code, int Field, string Shape);

/// <summary>Takes the records of one block after the other apart, and walks over them. It is one thread's own.</summary>
/// <param name="width">How many fields are wanted; what stands behind them may only be empty.</param>
/// <param name="notText">Makes the error for a row that is not text in the file's encoding.</param>
internal sealed class BlockRecords(int width, RecordScan scan, Func<long, UserErrorException> notText) : IRecord
{
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';

    private readonly List<Line> _lines = [];
    private (int Start, int End)[] _fields = [];
    private int[] _ends = [];
    private byte[] _text = [];
    private int _length;
    private bool _isText;

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            (int start, int end) = _fields[(At * width) + index];
            return _text.AsSpan(start, end - start);
        }
    }

    public long Row => _lines[At].Row;

    /// <summary>Set where the row cannot be split into fields.</summary>
    public BadRecord? Bad => _lines[At].Bad;

    public int FieldCount => _lines[At].FieldCount;

    /// <summary>A row has as many fields as the header, or more if these are empty.</summary>
    public bool HasExpectedFields => _lines[At].HasExpectedFields;

    /// <exception cref="UserErrorException">The block is not text in the file's encoding.</exception>
    public void Begin(Block block)
    {
        (_text, _length) = (block.Buffer, block.Length);
        _lines.Clear();
        if (_fields.Length < block.MostRecords * width)
        {
            _fields = new (int, int)[block.MostRecords * width];
        }

        // U+FFFD in place of what is not UTF-8 would spoil names for good.
        _isText = Utf8.IsValid(block.Text);
        if (block.Records is { } records)
        {
            foreach (BlockRecord record in records)
            {
                Take(record.Start, WithoutLineBreak(_text.AsSpan(record.Start, record.Scanned.Length)).Length, record.Row, record.Scanned);
            }
        }
        else
        {
            TakeLines(block.FirstRow);
        }

        At = -1;
    }

    /// <summary>Which record it is at, for whoever looks ahead and comes back; -1 in front of the first.</summary>
    public int At { get; set; }

    /// <returns>False at the block's end.</returns>
    public bool Next() => ++At < _lines.Count;

    /// <summary>Of a block in which each line feed ends a record, and nothing but a delimiter or that ends a field.</summary>
    private void TakeLines(long row)
    {
        ReadOnlySpan<byte> text = _text.AsSpan(0, _length);
        int ends = Separators.Find(text, scan.Delimiter, ref _ends);
        if (_length > 0 && text[^1] != LineFeed)
        {
            _ends[ends++] = _length;
        }

        for (int first = 0, start = 0, last; first < ends; first = last + 1, row++)
        {
            for (last = first; last < ends && _ends[last] < _length && text[_ends[last]] != LineFeed; last++)
            {
            }

            int end = _ends[last];
            ReadOnlySpan<byte> line = WithoutLineBreak(text[start..end]);
            if (line.IsEmpty || (line[0] <= ' ' && scan.IsBlank(line)))
            {
                // No record.
            }
            else if (line.Length <= scan.LongestField)
            {
                TakeLine(start, start + line.Length, row, _ends.AsSpan(first, last - first));
            }
            else
            {
                Take(start, line.Length, row, scan.Decide(text[start..], final: true));
            }

            start = end + 1;
        }
    }

    /// <param name="delimiters">Where they stand.</param>
    private void TakeLine(int start, int end, long row, ReadOnlySpan<int> delimiters)
    {
        if (!_isText && !Utf8.IsValid(_text.AsSpan(start..end)))
        {
            throw notText(row);
        }

        bool hasMore = false;
        Span<(int Start, int End)> fields = _fields.AsSpan(_lines.Count * width, width);
        for (int i = 0; i <= delimiters.Length; i++)
        {
            int stop = i < delimiters.Length ? delimiters[i] : end;
            if (i < fields.Length)
            {
                fields[i] = (start, stop);
            }
            else
            {
                hasMore |= !IsEmpty(start, stop);
            }

            start = stop + 1;
        }

        _lines.Add(new Line(row, null, delimiters.Length + 1, delimiters.Length + 1 >= width && !hasMore));
    }

    private bool IsEmpty(int start, int stop) => _text.AsSpan(start..stop).Trim(" \t\r\n"u8).IsEmpty;

    private static ReadOnlySpan<byte> WithoutLineBreak(ReadOnlySpan<byte> line)
    {
        line = line is [.., LineFeed] ? line[..^1] : line;
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Take(int start, int length, long row, ScannedRecord scanned)
    {
        if (scanned.Kind != RecordKind.Record)
        {
            string shape = Shape(_text.AsSpan(start + scanned.FieldStart, scanned.Length - scanned.FieldStart));
            _lines.Add(new Line(row, new BadRecord(scanned.Code, scanned.Field, shape), 0, false));
        }
        else if (_isText || Utf8.IsValid(_text.AsSpan(start, length)))
        {
            Split(start, start + length, row);
        }
        else
        {
            throw notText(row);
        }
    }

    private void Split(int at, int end, long row)
    {
        int count = 0;
        bool hasMore = false;
        Span<(int Start, int End)> fields = _fields.AsSpan(_lines.Count * width, width);
        while (true)
        {
            (int start, int stop, at) = at < end && _text[at] == Quote ? Quoted(at + 1) : Bare(at, end);
            if (count < fields.Length)
            {
                fields[count] = (start, stop);
            }
            else
            {
                hasMore |= !IsEmpty(start, stop);
            }

            count++;
            if (at >= end)
            {
                _lines.Add(new Line(row, null, count, count >= width && !hasMore));
                return;
            }

            at++;
        }
    }

    private (int Start, int End, int Next) Bare(int start, int end)
    {
        int length = _text.AsSpan(start..end).IndexOf(scan.Delimiter);
        int stop = length < 0 ? end : start + length;
        return (start, stop, stop);
    }

    /// <summary>A doubled quote becomes one, and what stands behind it moves up: the block is this reader's own.</summary>
    private (int Start, int End, int Next) Quoted(int start)
    {
        int from = start;
        int to = start;
        while (true)
        {
            int length = _text.AsSpan(from..).IndexOf(Quote);
            if (to != from)
            {
                _text.AsSpan(from, length).CopyTo(_text.AsSpan(to));
            }

            to += length;
            from += length + 1;
            if (from >= _length || _text[from] != Quote)
            {
                return (start, to, from);
            }

            _text[to++] = Quote;
            from++;
        }
    }

    private static string Shape(ReadOnlySpan<byte> field) => Redaction.Of(Encoding.UTF8.GetString(field[..Math.Min(field.Length, 200)]).TrimEnd('\r', '\n'));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Line(long Row, BadRecord? Bad, int FieldCount, bool HasExpectedFields);
}
