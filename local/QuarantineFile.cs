using System.Globalization;
using CsvHelper;
using OneOnOne.Ingest;

namespace OneOnOne.Local;

/// <summary>Writes the rows that were set aside to a CSV file, made when the first one comes.</summary>
internal sealed class QuarantineFile(string folder, string name) : IQuarantine, IDisposable
{
    private readonly List<QuarantinedRow> _first = [];
    private CsvWriter? _writer;

    public string FilePath => Path.Combine(folder, name + ".csv");

    public long Count { get; private set; }

    /// <summary>The first few, for the screen.</summary>
    public IReadOnlyList<QuarantinedRow> First => _first;

    public void Add(QuarantinedRow row)
    {
        const int Shown = 10;
        Count++;
        if (_first.Count < Shown)
        {
            _first.Add(row);
        }

        _writer ??= Start();
        _writer.WriteRecord([row.File, row.Row == 0 ? "" : row.Row.ToString(CultureInfo.InvariantCulture), row.Column ?? "", row.Code.ToString(), row.Value ?? ""]);
        _writer.Flush(); // Before the snapshot is published: a process that dies after that is not asked for this list again.
    }

    public void Dispose() => _writer?.Dispose();

    private CsvWriter Start()
    {
        Directory.CreateDirectory(folder);
        CsvWriter writer = CsvWriter.Create(new StreamWriter(FilePath, append: false), new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape });
        writer.WriteRecord(["file", "row", "column", "code", "redacted_value"]);
        return writer;
    }
}
