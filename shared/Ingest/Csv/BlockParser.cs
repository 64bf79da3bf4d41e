using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv;

/// <summary>Makes rows of one block after the other. What it needs for that is made once, and used by one thread at a time.</summary>
internal sealed class BlockParser(string file, Header header, BlockRecords records, SectionRows rows)
{
    /// <summary>So few that what is fetched for the last of them has not been driven out again by then.</summary>
    private const int Near = 32;

    private readonly SectionParser _parser = rows.Parser(records);

    /// <param name="used">What was taken of an earlier block, to be filled again.</param>
    public ParsedRows Parse(Block block, ParsedRows? used)
    {
        _parser.Begin(block.MostRecords, used);
        records.Begin(block);
        while (records.Next())
        {
            if (records.At % Near == 0)
            {
                Expect();
            }

            RowPosition position = new(file, records.Row);
            if (records.Bad is { } bad)
            {
                _parser.SetAside(position, bad.Code, header[bad.Field], bad.Shape);
            }
            else if (!records.HasExpectedFields)
            {
                _parser.SetAside(position, QuarantineCode.FieldCount, null, null);
            }
            else
            {
                _parser.Parse(position);
            }
        }

        return _parser.Take();
    }

    private void Expect()
    {
        int here = records.At;
        do
        {
            if (records.HasExpectedFields)
            {
                _parser.Expect();
            }
        }
        while (records.Next() && records.At < here + Near);
        records.At = here;
    }
}
