using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>An amount with the currency of its row, or else the export's.</summary>
internal sealed class MoneyFields(Columns columns, string usual)
{
    private readonly Field _amount = columns["amount"];
    private readonly Field _currency = columns["currency"];

    public Money? Read(RowFields row) => row.Amount(_amount) is { } amount ? new Money(amount, Currency(row)) : null;

    public Money Required(RowFields row) => Read(row) ?? row.Missing<Money>(_amount);

    private string Currency(RowFields row)
    {
        ReadOnlySpan<byte> code = row.Value(_currency);
        if (code.IsEmpty)
        {
            return usual;
        }

        if (code.Length == 3 && Currencies.Normal(Encoding.UTF8.GetString(code)) is { } normal)
        {
            return normal;
        }

        row.Fail(QuarantineCode.BadValue, _currency, code);
        return usual;
    }
}
