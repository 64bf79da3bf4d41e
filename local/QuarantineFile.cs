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

        CsvWriter writer = _writer ??= Start();
        writer.WriteField(row.File);
        writer.WriteField(row.Row);
        writer.WriteField(row.Column);
        writer.WriteField(row.Code.ToString());
        writer.WriteField(row.Value);
        writer.NextRecord();
    }

    public void Dispose() => _writer?.Dispose();

    private CsvWriter Start()
    {
        Directory.CreateDirectory(folder);
        CsvWriter writer = new(new StreamWriter(FilePath, append: false), new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (string header in new[] { "file", "row", "column", "code", "redacted_value" })
        {
            writer.WriteField(header);
        }

        writer.NextRecord();
        return writer;
    }
}
