using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Rows;

namespace OneOnOne.Ingest.Csv;

/// <summary>Makes rows of one section's records, one after the other; sets bad ones aside and keeps count.</summary>
/// <param name="record">What stands in it changes with every row.</param>
internal sealed class SectionRows(Section section, Columns columns, IRecord record, CsvMapping mapping, CsvLimits limits, IReadReport report)
{
    private readonly RowParser _parser = RowParser.Of(section, columns, mapping);
    private readonly RowFields _fields = new(record, mapping, limits);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _read;
    private long _skipped;

    /// <returns>Null where the record was set aside, or left out because it is none of what the section is for.</returns>
    public SnapshotRow? Parse(RowPosition position)
    {
        _read++;
        _fields.Begin();
        SnapshotRow row = _parser.Parse(_fields, position);
        if (_fields.Ignored)
        {
            _skipped++;
            return null;
        }

        if (_fields.Problem is null && _parser.Key is { } key && !_ids.Add(_fields.Id!))
        {
            _fields.Fail(QuarantineCode.DuplicateId, key, _fields.Value(key));
        }

        if (_fields.Problem is not { } problem)
        {
            return row;
        }

        Add(position, problem.Code, problem.Column, problem.Shape, _fields.Id);
        return null;
    }

    /// <summary>For a record that cannot be parsed at all.</summary>
    public void SetAside(RowPosition position, QuarantineCode code, string? column, string? shape)
    {
        _read++;
        Add(position, code, column, shape, null);
    }

    public void Complete() => report.Read(section, _read, _skipped);

    private void Add(RowPosition position, QuarantineCode code, string? column, string? shape, string? id) =>
        report.Add(new QuarantinedRow(section, position.File, position.Row, column, code, shape) { Id = id });
}
