using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Rows;

namespace OneOnOne.Ingest.Csv;

/// <summary>Makes rows of one section's records. It is one thread's own, and knows nothing of what others have made.</summary>
internal abstract class SectionParser
{
    /// <summary>A batch is full: it should be taken before the next row is parsed.</summary>
    public abstract bool IsFull { get; }

    /// <param name="rows">How many may come.</param>
    /// <param name="used">To be filled again; null: there is none yet.</param>
    public abstract void Begin(int rows, ParsedRows? used);

    /// <summary>The record will be parsed soon.</summary>
    public abstract void Expect();

    public abstract void Parse(RowPosition position);

    /// <summary>For a record that cannot be parsed at all.</summary>
    public abstract void SetAside(RowPosition position, QuarantineCode code, string? column, string? shape);

    /// <returns>What has been parsed since the beginning, or since the last time.</returns>
    public abstract ParsedRows Take();
}

internal sealed class SectionParser<T>(Section section, RowParser<T> parser, RowFields fields) : SectionParser
{
    private const int BatchSize = 2_000;

    private ParsedRows<T> _rows = new(0);

    public override bool IsFull => _rows.Count >= BatchSize;

    public override void Begin(int rows, ParsedRows? used)
    {
        _rows = (ParsedRows<T>?)used ?? new ParsedRows<T>(rows);
        _rows.Clear();
    }

    public override void Expect()
    {
        if (parser.Opportunity is { } opportunity)
        {
            fields.Expect(opportunity);
        }
    }

    public override void Parse(RowPosition position)
    {
        _rows.Read++;
        fields.Begin();
        T row = parser.Parse(fields, position);
        if (fields.Ignored)
        {
            _rows.Skipped++;
        }
        else if (fields.Problem is { } problem)
        {
            _rows.SetAside(new QuarantinedRow(section, position.File, position.Row, problem.Column, problem.Code, problem.Shape) { Id = fields.Id });
        }
        else
        {
            _rows.Rows.Add(row);
        }
    }

    public override void SetAside(RowPosition position, QuarantineCode code, string? column, string? shape)
    {
        _rows.Read++;
        _rows.SetAside(new QuarantinedRow(section, position.File, position.Row, column, code, shape));
    }

    public override ParsedRows Take()
    {
        ParsedRows<T> taken = _rows;
        _rows = new ParsedRows<T>(0);
        return taken;
    }
}
