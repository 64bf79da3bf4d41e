using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class StageHistoryParser(Columns columns, StageMap stages) : RowParser<DealStage>
{
    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly StageField _stage = new(columns, stages);
    private readonly Field _entered = columns["entered_at"];

    public override Field? Opportunity => _opportunity;

    public override DealStage Parse(RowFields row, RowPosition position) =>
        new(row.RequiredDeal(_opportunity), _stage.Read(row).Name, row.RequiredInstant(_entered));
}

internal sealed class CloseDateHistoryParser(Columns columns) : RowParser<DealCloseDate>
{
    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly Field _changed = columns["changed_at"];
    private readonly Field _from = columns["old_close_date"];
    private readonly Field _to = columns["new_close_date"];

    public override Field? Opportunity => _opportunity;

    public override DealCloseDate Parse(RowFields row, RowPosition position) =>
        new(row.RequiredDeal(_opportunity), row.RequiredInstant(_changed), row.RequiredDate(_from), row.RequiredDate(_to));
}
