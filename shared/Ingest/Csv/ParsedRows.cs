namespace OneOnOne.Ingest.Csv;

/// <summary>What has been made of some records, before anybody knows which rows stood in front of them.</summary>
internal abstract class ParsedRows
{
    private readonly List<(int Before, QuarantinedRow Row)> _bad = [];

    /// <summary>Good and bad.</summary>
    public long Read { get; set; }

    /// <summary>Good rows that the mapping says to leave out.</summary>
    public long Skipped { get; set; }

    /// <summary>Bad rows in their order, each with the index of the good row that follows.</summary>
    public IReadOnlyList<(int Before, QuarantinedRow Row)> Bad => _bad;

    public abstract int Count { get; }

    public virtual void Clear()
    {
        (Read, Skipped) = (0, 0);
        _bad.Clear();
    }

    public void SetAside(QuarantinedRow row) => _bad.Add((Count, row));
}

internal sealed class ParsedRows<T>(int capacity) : ParsedRows
{
    public List<T> Rows { get; } = new(capacity);

    public override int Count => Rows.Count;

    public override void Clear()
    {
        base.Clear();
        Rows.Clear();
    }
}
