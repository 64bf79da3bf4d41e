using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class StageHistoryParser(Columns columns, StageMap stages) : RowParser
{
    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly Field _stage = columns["stage"];
    private readonly Field _entered = columns["entered_at"];

    public override SnapshotRow Parse(RowFields row, RowPosition position) => new StageHistoryRow(
        position,
        new OpportunityId(row.RequiredId(_opportunity)),
        new StageEntry(stages.Find(row.RequiredText(_stage)).Name, row.RequiredInstant(_entered)));
}

internal sealed class CloseDateHistoryParser(Columns columns) : RowParser
{
    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly Field _changed = columns["changed_at"];
    private readonly Field _from = columns["old_close_date"];
    private readonly Field _to = columns["new_close_date"];

    public override SnapshotRow Parse(RowFields row, RowPosition position) => new CloseDateHistoryRow(
        position,
        new OpportunityId(row.RequiredId(_opportunity)),
        new CloseDateChange(row.RequiredInstant(_changed), row.RequiredDate(_from), row.RequiredDate(_to)));
}
