using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Ingest.Connect;

/// <summary>A snapshot of everything that the mirror of a CRM holds.</summary>
public sealed class CrmSnapshotSource : ISnapshotSource, IDisposable
{
    private readonly ICrm _crm;
    private readonly Mirror _mirror;
    private readonly CrmContent _content;
    private readonly CsvLimits _limits;
    private readonly SnapshotManifest _manifest;

    /// <param name="mirror">Whole: <see cref="ICrm.SyncAsync"/> has come to its end. It is closed with this.</param>
    /// <param name="takenAt">The snapshot's instant; null: when the CRM gave its last answer, by its own clock.</param>
    internal CrmSnapshotSource(ICrm crm, Mirror mirror, DateTimeOffset? takenAt, CsvLimits limits)
    {
        (_crm, _mirror, _limits) = (crm, mirror, limits);
        _content = crm.Describe(mirror);
        using ContentHash hash = new();
        hash.Add(_content.Settings);
        mirror.AddTo(hash);
        _manifest = new SnapshotManifest(hash.Finish(), takenAt ?? mirror.ReadAt, _content.Sections, _content.Mapping.Stages.Open);
    }

    public void Dispose() => _mirror.Dispose();

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => Task.FromResult(_manifest);

    public async IAsyncEnumerable<SnapshotRow> ReadAsync(IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (Section section in CsvTable.All.Select(table => table.Section).Where(_content.Sections.Contains))
        {
            SectionRows? rows = null;
            foreach (CanonicalRow record in _crm.Rows(_mirror, section))
            {
                cancellation.ThrowIfCancellationRequested();
                rows ??= new SectionRows(section, new Columns(record.Table, record.Header, null), record, _content.Mapping, _limits, report);
                if (rows.Parse(new RowPosition(record.Origin, 0)) is { } row)
                {
                    yield return row;
                }
            }

            rows?.Complete();
        }

        await Task.CompletedTask;
    }
}
