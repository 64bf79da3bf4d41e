using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class QuotaParser(Columns columns, string currency) : RowParser<QuotaRow>
{
    private readonly Field _person = columns["person_id"];
    private readonly Field _from = columns["from"];
    private readonly Field _to = columns["to"];
    private readonly MoneyFields _target = new(columns, currency);

    public override QuotaRow Parse(RowFields row, RowPosition position)
    {
        QuotaRow quota = new(position, row.RequiredPerson(_person), row.RequiredDate(_from), row.RequiredDate(_to), _target.Required(row));
        if (quota.To < quota.From)
        {
            row.Fail(QuarantineCode.BadValue, _to, row.Value(_to));
        }

        return quota;
    }
}
