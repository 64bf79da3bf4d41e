using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Rows;

namespace OneOnOne.Ingest.Csv;

/// <summary>One section of a snapshot: a file, and how its rows are read.</summary>
internal sealed class CsvTableSource(CsvTable table, string path, CsvMapping mapping, CsvLimits limits)
{
    private readonly string _file = System.IO.Path.GetFileName(path);

    public Section Section => table.Section;

    public string Path => path;

    /// <exception cref="UserErrorException">The file is not what it should be.</exception>
    public void Check()
    {
        using CsvFile file = CsvFile.Open(path, mapping, limits);
        ColumnsOf(file).Check();
    }

    public async IAsyncEnumerable<SnapshotRow> ReadAsync(IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CsvFile file = CsvFile.Open(path, mapping, limits);
        Columns columns = ColumnsOf(file);
        columns.Check();
        RowParser parser = RowParser.Of(Section, columns, mapping);
        RowFields fields = new(file.Reader, mapping, limits);
        HashSet<string> ids = new(StringComparer.Ordinal);
        long read = 0;
        long skipped = 0;
        while (await file.NextAsync(cancellation))
        {
            read++;
            fields.Begin();
            SnapshotRow? row = null;
            if (file.Bad is { } bad)
            {
                Quarantine(report, file, bad.Code, file.Header[bad.Field], bad.Shape, null);
            }
            else if (!file.HasExpectedFields)
            {
                Quarantine(report, file, QuarantineCode.FieldCount, null, null, null);
            }
            else
            {
                row = parser.Parse(fields, new RowPosition(_file, file.Row));
                if (fields.Ignored)
                {
                    skipped++;
                    continue;
                }

                if (fields.Problem is null && parser.Key is { } key && !ids.Add(fields.Id!))
                {
                    fields.Fail(QuarantineCode.DuplicateId, key, fields.Value(key));
                }

                if (fields.Problem is { } problem)
                {
                    Quarantine(report, file, problem.Code, problem.Column, problem.Shape, fields.Id);
                    continue;
                }

                yield return row;
            }
        }

        report.Read(Section, read, skipped);
    }

    private Columns ColumnsOf(CsvFile file) => new(table, file.Header, mapping.Tables.GetValueOrDefault(Section));

    private void Quarantine(IQuarantine quarantine, CsvFile file, QuarantineCode code, string? column, string? shape, string? id) =>
        quarantine.Add(new QuarantinedRow(Section, _file, file.Row, column, code, shape) { Id = id });
}
