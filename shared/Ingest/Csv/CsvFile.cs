using System.Text;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>One open file behind its header, read block by block.</summary>
internal sealed class CsvFile : IDisposable
{
    private const int Sniffed = 4 << 10;
    private const int HeadSize = 64 << 10;

    private readonly BlockReader _reader;
    private readonly RecordScan _scan;
    private readonly Func<long, UserErrorException> _notText;

    private CsvFile(BlockReader reader, RecordScan scan, Func<long, UserErrorException> notText, Header header)
    {
        (_reader, _scan, _notText, Header) = (reader, scan, notText, header);
    }

    public Header Header { get; }

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

    /// <returns>Null at the end.</returns>
    /// <exception cref="UserErrorException">The file is not text in its encoding.</exception>
    public Block? Next() => _reader.Next();

    /// <summary>For one thread to walk over the records of blocks.</summary>
    public BlockRecords Records() => new(Header.Width, _scan, _notText);

    private static CsvFile Open(FileStream file, string name, CsvMapping mapping, CsvLimits limits)
    {
        byte[] head = new byte[HeadSize];
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

        RecordScan scan = new(mapping.Delimiter ?? Delimiter.Detect(head.AsSpan(0, length)), limits.FieldBytes);
        BlockReader reader = new(text, head.AsMemory(0, length), scan, limits.BlockBytes, NotText);
        try
        {
            return new CsvFile(reader, scan, NotText, ReadHeader(reader, new BlockRecords(limits.Columns, scan, NotText), name, limits));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static Header ReadHeader(BlockReader reader, BlockRecords records, string name, CsvLimits limits)
    {
        using Block block = reader.Header() ?? throw NoHeader(name);
        records.Begin(block);
        records.Next();
        if (records.Bad is { } bad)
        {
            throw new UserErrorException($"{name} is not a CSV file: its header in row {records.Row} cannot be read ({bad.Code}). Export it again with a header row.");
        }

        if (records.FieldCount > limits.Columns)
        {
            throw new UserErrorException($"{name} has {records.FieldCount} columns, and at most {limits.Columns} are read. Export only those that docs/csv-format.md lists.");
        }

        Header header = new(name, [.. Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records[i]).Trim())]);
        return header.Width > 0 ? header : throw NoHeader(name);
    }

    private static UserErrorException NoHeader(string name) => new($"{name} has no header row. Export it again, with the column names in the first row.");
}
