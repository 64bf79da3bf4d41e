using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>Makes a section's rows. What it returns counts only if the fields have no problem.</summary>
internal abstract class RowParser<T>
{
    /// <summary>Names the opportunity that a row belongs to; null where there are not many of them.</summary>
    public virtual Field? Opportunity => null;

    public abstract T Parse(RowFields row, RowPosition position);
}
