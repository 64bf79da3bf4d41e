using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>Makes a section's rows. What it returns counts only if the fields have no problem.</summary>
internal abstract class RowParser
{
    /// <summary>The column whose values may each stand only once; null where rows have no id of their own that must be checked.</summary>
    public virtual Field? Key => null;

    public static RowParser Of(Section section, Columns columns, CsvMapping mapping) => section switch
    {
        Section.People => new PersonParser(columns),
        Section.Opportunities => new OpportunityParser(columns, mapping),
        Section.Activities => new ActivityParser(columns),
        Section.StageHistory => new StageHistoryParser(columns, mapping.Stages),
        Section.CloseDateHistory => new CloseDateHistoryParser(columns),
        Section.Quotas => new QuotaParser(columns, mapping.Currency),
        Section.Meetings => new MeetingParser(columns),
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };

    public abstract SnapshotRow Parse(RowFields row, RowPosition position);
}
