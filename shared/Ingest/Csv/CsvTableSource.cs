using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

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

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CsvFile file = CsvFile.Open(path, mapping, limits);
        Columns columns = ColumnsOf(file);
        columns.Check();
        SectionRows rows = SectionRows.Of(Section, columns, file, mapping, limits, numbers, report);
        while (await file.NextAsync(cancellation))
        {
            RowPosition position = new(_file, file.Row);
            if (file.Bad is { } bad)
            {
                rows.SetAside(position, bad.Code, file.Header[bad.Field], bad.Shape);
            }
            else if (!file.HasExpectedFields)
            {
                rows.SetAside(position, QuarantineCode.FieldCount, null, null);
            }
            else
            {
                rows.Parse(position);
            }

            if (rows.IsFull)
            {
                yield return rows.Take();
            }
        }

        yield return rows.Take();
        rows.Complete();
    }

    private Columns ColumnsOf(CsvFile file) => new(table, file.Header, mapping.Tables.GetValueOrDefault(Section));
}
