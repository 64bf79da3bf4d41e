using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>A stage by what the export calls it. Few names stand in millions of rows, so that each is looked up and made a text once.</summary>
internal sealed class StageField(Columns columns, StageMap stages)
{
    private const int Places = 256;

    private readonly Field _stage = columns["stage"];
    private readonly Remembered<MappedStage> _known = new(Places);

    public MappedStage Read(RowFields row)
    {
        ReadOnlySpan<byte> name = row.Value(_stage);
        return _known.TryGet(name, out MappedStage known) ? known
            : row.Text(_stage) is { } text ? _known.Add(name, stages.Find(text))
            : stages.Find(row.Missing(_stage));
    }
}
