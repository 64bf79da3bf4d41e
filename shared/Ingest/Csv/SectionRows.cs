using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Rows;

namespace OneOnOne.Ingest.Csv;

/// <summary>Makes rows of one section's records, one after the other; sets bad ones aside and keeps count.</summary>
internal abstract class SectionRows
{
    /// <param name="record">What stands in it changes with every row.</param>
    public static SectionRows Of(Section section, Columns columns, IRecord record, CsvMapping mapping, CsvLimits limits, DealNumbers numbers, IReadReport report)
    {
        RowFields fields = new(record, mapping, limits, numbers);
        return section switch
        {
            Section.People => new SectionRows<PersonRow>(section, new PersonParser(columns), fields, People(), report),
            Section.Opportunities => new SectionRows<OpportunityRow>(section, new OpportunityParser(columns, mapping), fields, row => numbers.TryAdd(Encoding.UTF8.GetBytes(row.Id.Value), out _), report),
            Section.Activities => new SectionRows<DealActivity>(section, new ActivityParser(columns), fields, null, report),
            Section.StageHistory => new SectionRows<DealStage>(section, new StageHistoryParser(columns, mapping.Stages), fields, null, report),
            Section.CloseDateHistory => new SectionRows<DealCloseDate>(section, new CloseDateHistoryParser(columns), fields, null, report),
            Section.Quotas => new SectionRows<QuotaRow>(section, new QuotaParser(columns, mapping.Currency), fields, null, report),
            Section.Meetings => new SectionRows<SnapshotRow>(section, new MeetingParser(columns), fields, null, report),
            _ => throw new ArgumentOutOfRangeException(nameof(section)),
        };
    }

    /// <summary>A batch is full: it should be taken before the next row is parsed.</summary>
    public abstract bool IsFull { get; }

    public abstract void Parse(RowPosition position);

    /// <summary>For a record that cannot be parsed at all.</summary>
    public abstract void SetAside(RowPosition position, QuarantineCode code, string? column, string? shape);

    public abstract RowBatch Take();

    public abstract void Complete();

    private static Func<PersonRow, bool> People()
    {
        HashSet<PersonId> seen = [];
        return row => seen.Add(row.Id);
    }
}

/// <param name="isFirst">False for a row whose id an earlier one has; null where rows have no id that must be checked.</param>
internal sealed class SectionRows<T>(Section section, RowParser<T> parser, RowFields fields, Func<T, bool>? isFirst, IReadReport report) : SectionRows
{
    /// <summary>Enough that a batch costs nothing beside its rows, and few enough that they are still in the processor's cache.</summary>
    private const int BatchSize = 2_000;

    private List<T> _rows = new(BatchSize);
    private long _read;
    private long _skipped;

    public override bool IsFull => _rows.Count == BatchSize;

    public override void Parse(RowPosition position)
    {
        _read++;
        fields.Begin();
        T row = parser.Parse(fields, position);
        if (fields.Ignored)
        {
            _skipped++;
            return;
        }

        if (fields.Problem is null && isFirst?.Invoke(row) == false)
        {
            fields.Fail(QuarantineCode.DuplicateId, parser.Key!, fields.Value(parser.Key!));
        }

        if (fields.Problem is not { } problem)
        {
            _rows.Add(row);
            return;
        }

        Add(position, problem.Code, problem.Column, problem.Shape, fields.Id);
    }

    public override void SetAside(RowPosition position, QuarantineCode code, string? column, string? shape)
    {
        _read++;
        Add(position, code, column, shape, null);
    }

    public override RowBatch Take()
    {
        RowBatch<T> batch = new(_rows);
        _rows = new List<T>(BatchSize);
        return batch;
    }

    public override void Complete() => report.Read(section, _read, _skipped);

    private void Add(RowPosition position, QuarantineCode code, string? column, string? shape, string? id) =>
        report.Add(new QuarantinedRow(section, position.File, position.Row, column, code, shape) { Id = id });
}
