using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>A folder of CSV files: docs/csv-format.md says which. Files are streamed, so memory does not grow with them, but for the ids.</summary>
public sealed class CsvSnapshotSource : ISnapshotSource
{
    private readonly ImmutableArray<CsvTableSource> _tables;
    private readonly CsvMapping _mapping;
    private readonly SnapshotFile _snapshot;
    private readonly string? _snapshotPath;
    private readonly DateTimeOffset? _takenAt;

    private CsvSnapshotSource(CsvFolder folder, CsvMapping mapping, DateTimeOffset? takenAt, CsvLimits limits)
    {
        _mapping = mapping;
        _tables = [.. folder.Tables(mapping).Select(found => new CsvTableSource(found.Table, found.Path, mapping, limits))];
        _snapshotPath = folder.Find(SnapshotFile.Name);
        _snapshot = SnapshotFile.Read(_snapshotPath, mapping);
        _takenAt = takenAt;
    }

    /// <summary>Opens an export and looks at every header, so that what is wrong as a whole is known before the first row is read.</summary>
    /// <param name="mappingFile">Says how the export's files and columns are to be read; null where they have the canonical names.</param>
    /// <param name="takenAt">When the export was made; it comes before what snapshot.json says.</param>
    /// <exception cref="UserErrorException">The export or the mapping is not what it should be.</exception>
    public static CsvSnapshotSource Open(string folder, string? mappingFile = null, DateTimeOffset? takenAt = null, CsvLimits? limits = null)
    {
        try
        {
            CsvFolder files = new(folder);
            CsvMapping mapping = mappingFile is null ? CsvMapping.None : MappingReader.Read(mappingFile);
            CsvSnapshotSource source = new(files, mapping, takenAt, limits ?? CsvLimits.Default);
            foreach (CsvTableSource table in source._tables)
            {
                table.Check();
            }

            return source;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{folder} cannot be read: {e.Message} Check that the files may be read and that no other program is writing them.", e);
        }
    }

    public async Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation)
    {
        using ContentHash hash = new();
        hash.Add(_mapping.Canonical.Span);
        foreach (CsvTableSource table in _tables)
        {
            hash.Add(table.Section.ToString());
            await hash.AddFileAsync(table.Path, cancellation);
        }

        if (_snapshotPath is not null)
        {
            await hash.AddFileAsync(_snapshotPath, cancellation);
        }

        return new SnapshotManifest(hash.Finish(), _takenAt ?? _snapshot.TakenAt, [.. _tables.Select(table => table.Section)], Stages)
        {
            KeepRepeatedStages = _mapping.KeepRepeatedStages,
        };
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Remembered<string> people = new(SectionRows.PeopleRemembered);
        foreach (CsvTableSource table in _tables)
        {
            await foreach (RowBatch batch in table.ReadAsync(numbers, people, report, cancellation))
            {
                yield return batch;
            }
        }
    }

    private ImmutableArray<string> Stages => _mapping.Stages.Open.IsEmpty ? _snapshot.Stages : _mapping.Stages.Open;
}
