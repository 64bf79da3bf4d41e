using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Ingest.Connect;

/// <summary>A snapshot of everything that the mirror of a CRM holds.</summary>
public sealed class CrmSnapshotSource : ISnapshotSource, IDisposable
{
    private readonly ICrmRecords _records;
    private readonly Mirror _mirror;
    private readonly CsvLimits _limits;
    private readonly DateTimeOffset? _takenAt;
    private readonly Lazy<CrmContent> _content;
    private readonly Lazy<SnapshotManifest> _manifest;

    /// <param name="mirror">Whole: <see cref="ICrm.SyncAsync"/> has come to its end. It is closed with this.</param>
    /// <param name="takenAt">The snapshot's instant; null: when the CRM gave its last answer, by its own clock.</param>
    internal CrmSnapshotSource(ICrmRecords records, Mirror mirror, DateTimeOffset? takenAt, CsvLimits limits)
    {
        (_records, _mirror, _takenAt, _limits) = (records, mirror, takenAt, limits);
        _content = new Lazy<CrmContent>(() => records.Describe(mirror));
        _manifest = new Lazy<SnapshotManifest>(Describe);
    }

    /// <summary>What the snapshot lacks and what that costs, a line for each.</summary>
    /// <exception cref="UserErrorException">As of <see cref="DescribeAsync"/>.</exception>
    public IReadOnlyList<string> Remarks => _content.Value.Remarks;

    /// <summary>What could not even become a record: rows of an export's files.</summary>
    internal IReadOnlyList<QuarantinedRow> Unreadable { get; init; } = [];

    public void Dispose() => _mirror.Dispose();

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => Task.FromResult(_manifest.Value);

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Remembered<string> people = new(SectionRows.PeopleRemembered);
        foreach (Section section in CsvTable.All.Select(table => table.Section).Where(_content.Value.Sections.Contains))
        {
            SectionRows? rows = null;
            SectionParser? parser = null;
            foreach (CanonicalRow record in _records.Rows(_mirror, section, numbers))
            {
                cancellation.ThrowIfCancellationRequested();
                rows ??= Rows(section, record, numbers, people, report);
                parser ??= Begin(section, rows, record);
                parser.Parse(new RowPosition(record.Origin, 0));
                if (parser.IsFull)
                {
                    yield return rows.Accept(parser.Take());
                }
            }

            CanonicalRow none = new(section);
            rows ??= Rows(section, none, numbers, people, report);
            parser ??= Begin(section, rows, none);
            yield return rows.Accept(parser.Take());
            rows.Complete();
        }

        await Task.CompletedTask;
    }

    private SnapshotManifest Describe()
    {
        CrmContent content = _content.Value;
        using ContentHash hash = new();
        hash.Add(content.Settings);
        _mirror.AddTo(hash);
        return new SnapshotManifest(hash.Finish(), _takenAt ?? _mirror.ReadAt, content.Sections, content.Mapping.Stages.Open);
    }

    private SectionRows Rows(Section section, CanonicalRow record, DealNumbers numbers, Remembered<string> people, IReadReport report) =>
        SectionRows.Of(section, new Columns(record.Table, record.Header, null), _content.Value.Mapping, _limits, numbers, people, report);

    private SectionParser Begin(Section section, SectionRows rows, CanonicalRow record)
    {
        SectionParser parser = rows.Parser(record);
        foreach (QuarantinedRow row in Unreadable.Where(row => row.Section == section))
        {
            parser.SetAside(new RowPosition(row.File, row.Row), row.Code, row.Column, row.Value);
        }

        return parser;
    }
}
