using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Rows;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// One section's rows as they come in their order: sets aside those whose id an earlier one has, reports the bad ones, and keeps count.
/// Parsers make the rows, as many at once as there are.
/// </summary>
internal abstract class SectionRows
{
    public const int PeopleRemembered = 1 << 14;

    /// <param name="people">The texts of people's ids, so that a million rows do not hold a million copies.</param>
    public static SectionRows Of(Section section, Columns columns, CsvMapping mapping, CsvLimits limits, DealNumbers numbers, Remembered<string> people, IReadReport report)
    {
        RowFields Fields(IRecord record) => new(record, mapping, limits, numbers, people);
        return section switch
        {
            Section.People => new SectionRows<PersonRow>(section, () => new PersonParser(columns), Fields, People(columns), report),
            Section.Opportunities => new SectionRows<OpportunityRow>(section, () => new OpportunityParser(columns, mapping), Fields, Deals(columns, numbers), report),
            Section.Activities => new SectionRows<DealActivity>(section, () => new ActivityParser(columns), Fields, null, report),
            Section.StageHistory => new SectionRows<DealStage>(section, () => new StageHistoryParser(columns, mapping.Stages), Fields, null, report),
            Section.CloseDateHistory => new SectionRows<DealCloseDate>(section, () => new CloseDateHistoryParser(columns), Fields, null, report),
            Section.Quotas => new SectionRows<QuotaRow>(section, () => new QuotaParser(columns, mapping.Currency), Fields, null, report),
            Section.Meetings => new SectionRows<SnapshotRow>(section, () => new MeetingParser(columns), Fields, null, report),
            _ => throw new ArgumentOutOfRangeException(nameof(section)),
        };
    }

    /// <param name="record">What stands in it changes with every row.</param>
    public abstract SectionParser Parser(IRecord record);

    /// <param name="parsed">The rows behind those of the last time.</param>
    public abstract RowBatch Accept(ParsedRows parsed);

    public abstract void Complete();

    private static UniqueIds<PersonRow> People(Columns columns)
    {
        HashSet<PersonId> seen = [];
        return new(columns["person_id"].Column, row => (row.Position, row.Id.Value), row => seen.Add(row.Id));
    }

    private static UniqueIds<OpportunityRow> Deals(Columns columns, DealNumbers numbers) =>
        new(columns["opportunity_id"].Column, row => (row.Position, row.Id.Value), row => numbers.TryAdd(Encoding.UTF8.GetBytes(row.Id.Value), out _));
}

/// <summary>Ids that may each stand only once in a section.</summary>
/// <param name="Column">Where they stand.</param>
internal sealed record UniqueIds<T>(string? Column, Func<T, (RowPosition Position, string Id)> Of, Func<T, bool> IsFirst);

/// <param name="unique">Null where rows have no id of their own that must be checked.</param>
internal sealed class SectionRows<T>(Section section, Func<RowParser<T>> parser, Func<IRecord, RowFields> fields, UniqueIds<T>? unique, IReadReport report) : SectionRows
{
    private long _read;
    private long _skipped;

    public override SectionParser Parser(IRecord record) => new SectionParser<T>(section, parser(), fields(record));

    public override RowBatch Accept(ParsedRows parsed)
    {
        _read += parsed.Read;
        _skipped += parsed.Skipped;
        List<T> rows = ((ParsedRows<T>)parsed).Rows;
        int reported = 0;
        if (unique is not null)
        {
            int kept = 0;
            for (int i = 0; i < rows.Count; i++)
            {
                for (; reported < parsed.Bad.Count && parsed.Bad[reported].Before <= i; reported++)
                {
                    report.Add(parsed.Bad[reported].Row);
                }

                if (unique.IsFirst(rows[i]))
                {
                    rows[kept++] = rows[i];
                }
                else
                {
                    SetAside(unique, rows[i]);
                }
            }

            rows.RemoveRange(kept, rows.Count - kept);
        }

        for (; reported < parsed.Bad.Count; reported++)
        {
            report.Add(parsed.Bad[reported].Row);
        }

        return new RowBatch<T>(rows);
    }

    public override void Complete() => report.Read(section, _read, _skipped);

    private void SetAside(UniqueIds<T> ids, T row)
    {
        (RowPosition position, string id) = ids.Of(row);
        report.Add(new QuarantinedRow(section, position.File, position.Row, ids.Column, QuarantineCode.DuplicateId, Redaction.Of(id)) { Id = id });
    }
}
