using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

/// <summary>An export in a folder of its own, and all that the real source makes of it.</summary>
internal sealed class CsvExport : IReadReport, IDisposable
{
    public const string Opportunities = "opportunity_id,owner_id,stage\nO1,rep,Proposal\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-csv-");

    public List<SnapshotRow> Rows { get; } = [];

    public List<QuarantinedRow> Bad { get; } = [];

    public Dictionary<Section, (long Read, long Skipped)> Counts { get; } = [];

    public string Folder => _folder.FullName;

    public CsvLimits? Limits { get; init; }

    public string? Mapping { get; private set; }

    /// <summary>Bad rows as text: section, row, column, code, shape.</summary>
    public IEnumerable<string> Problems => Bad.Select(bad => $"{bad.File} {bad.Row} {bad.Column ?? "-"} {bad.Code} {bad.Value ?? "-"}");

    public CsvExport With(string file, string content) => With(file, Encoding.UTF8.GetBytes(content));

    public CsvExport With(string file, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(Folder, file), content);
        return this;
    }

    public CsvExport MappedBy(string json)
    {
        Mapping = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "mapping")).FullName, "crm.json");
        File.WriteAllText(Mapping, json);
        return this;
    }

    public CsvSnapshotSource Open(DateTimeOffset? takenAt = null) => CsvSnapshotSource.Open(Folder, Mapping, takenAt, Limits);

    public async Task<CsvExport> ReadAsync()
    {
        await foreach (SnapshotRow row in Open().RowsAsync(this, CancellationToken.None))
        {
            Rows.Add(row);
        }

        return this;
    }

    public async Task<T[]> ReadAsync<T>()
        where T : SnapshotRow
    {
        await ReadAsync();
        return [.. Rows.OfType<T>()];
    }

    /// <summary>The one line that a user gets to see, without the folder's name.</summary>
    public string Error() => Shown(Assert.Throws<UserErrorException>(() => Open()));

    public async Task<string> ReadErrorAsync() => Shown(await Assert.ThrowsAsync<UserErrorException>(ReadAsync));

    public void Add(QuarantinedRow row) => Bad.Add(row);

    public void Read(Section section, long read, long skipped) => Counts.Add(section, (read, skipped));

    public void Dispose() => _folder.Delete(recursive: true);

    private string Shown(UserErrorException error)
    {
        Assert.DoesNotContain('\n', error.Message);
        return error.Message.Replace(Folder, "FOLDER", StringComparison.Ordinal);
    }
}
