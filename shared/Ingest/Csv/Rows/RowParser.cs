using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>Makes a section's rows. What it returns counts only if the fields have no problem.</summary>
internal abstract class RowParser<T>
{
    /// <summary>The column whose values may each stand only once; null where rows have no id of their own that must be checked.</summary>
    public virtual Field? Key => null;

    public abstract T Parse(RowFields row, RowPosition position);
}
