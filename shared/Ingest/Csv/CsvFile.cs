using System.Text;
using CsvHelper;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>One open file behind its header, read row by row.</summary>
internal sealed class CsvFile : IRecord, IDisposable
{
    private const int Sniffed = 4 << 10;
    private const int BufferSize = 64 << 10;

    private readonly RecordGuard _guard;
    private readonly CsvReader _reader;
    private bool _pending;
    private bool _ended;

    private CsvFile(RecordGuard guard, CsvReader reader, Header header)
    {
        (_guard, _reader, Header) = (guard, reader, header);
    }

    public Header Header { get; }

    public ReadOnlySpan<byte> this[int index] => _reader.GetSpan(index);

    public long Row { get; private set; }

    /// <summary>Set where the row cannot be split into fields.</summary>
    public BadRecord? Bad { get; private set; }

    /// <summary>A row has as many fields as the header, or more if these are empty.</summary>
    public bool HasExpectedFields
    {
        get
        {
            int count = _reader.FieldCount;
            for (int extra = Header.Width; extra < count; extra++)
            {
                if (!_reader.GetSpan(extra).Trim(" \t\r\n"u8).IsEmpty)
                {
                    return false;
                }
            }

            return count >= Header.Width;
        }
    }

    /// <exception cref="UserErrorException">The file is too large, no CSV, or has no header.</exception>
    public static CsvFile Open(string path, CsvMapping mapping, CsvLimits limits)
    {
        string name = Path.GetFileName(path);
        FileStream file = ExportFile.Open(path);
        try
        {
            if (file.Length > limits.FileBytes)
            {
                throw new UserErrorException($"{name} has {file.Length} bytes, and at most {limits.FileBytes} are read. Export less at a time.");
            }

            return Open(file, name, mapping, limits);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <returns>False at the end.</returns>
    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        if (!_pending && !_ended)
        {
            _pending = await _reader.ReadAsync(cancellation);
            _ended = !_pending;
        }

        // The guard is ahead of CsvHelper: a bad record may stand in front of the one that CsvHelper has just returned.
        if (_guard.Rows.TryTakeBad(out BadRecord bad))
        {
            (Bad, Row) = (bad, bad.Row);
            return true;
        }

        if (_ended)
        {
            return false;
        }

        (Bad, Row, _pending) = (null, _guard.Rows.TakeSound(), false);
        return true;
    }

    private static CsvFile Open(FileStream file, string name, CsvMapping mapping, CsvLimits limits)
    {
        byte[] head = new byte[BufferSize];
        Span<byte> start = head.AsSpan(0, file.ReadAtLeast(head.AsSpan(0, Sniffed), Sniffed, throwOnEndOfStream: false));
        FileEncoding encoding = FileEncoding.Of(start, mapping.Encoding);
        if (encoding.NulIsNoText && start.Contains((byte)0))
        {
            throw new UserErrorException($"{name} is not a CSV file: it has NUL bytes. Export it as CSV, in UTF-8 if you can choose.");
        }

        UserErrorException NotText(long row) => new(encoding.Strict is null
            ? $"{name} is not UTF-8: row {row} has bytes that are no text in it. Name its encoding in a mapping file, such as \"encoding\": \"windows-1252\", and pass that with --map."
            : $"{name} is not {encoding.Name}: row {row} has bytes that are no text in it. Correct \"encoding\" in the mapping file, or export as UTF-8.");

        Stream text = encoding.ToUtf8(file);
        int length;
        try
        {
            length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (DecoderFallbackException)
        {
            throw NotText(1);
        }

        byte delimiter = mapping.Delimiter ?? Delimiter.Detect(head.AsSpan(0, length));
        RecordGuard guard = new(text, head, length, new RecordScan(delimiter, limits.FieldBytes), NotText);
        CsvReader reader = CsvReader.Create(guard, Options(delimiter), leaveOpen: false);
        bool any = reader.Read();
        if (guard.Rows.TryTakeBad(out BadRecord bad))
        {
            throw new UserErrorException($"{name} is not a CSV file: its header in row {bad.Row} cannot be read ({bad.Code}). Export it again with a header row.");
        }

        if (!any)
        {
            throw new UserErrorException($"{name} has no header row. Export it again, with the column names in the first row.");
        }

        guard.Rows.TakeSound();
        return new CsvFile(guard, reader, ReadHeader(reader, name, limits));
    }

    private static Header ReadHeader(CsvReader reader, string name, CsvLimits limits)
    {
        if (reader.FieldCount > limits.Columns)
        {
            throw new UserErrorException($"{name} has {reader.FieldCount} columns, and at most {limits.Columns} are read. Export only those that docs/csv-format.md lists.");
        }

        Header header = new(name, [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())]);
        return header.Width > 0 ? header : throw new UserErrorException($"{name} has no header row. Export it again, with the column names in the first row.");
    }

    private static CsvReaderOptions Options(byte delimiter) => new()
    {
        Separator = (char)delimiter,
        HasHeader = false,
        DetectSeparatorHint = false,
        SkipEmptyLines = false,
        IncludeValuesInExceptions = false,
        BufferSize = BufferSize,
    };
}
