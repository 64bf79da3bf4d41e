using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Where snapshots come from: a CSV export, Salesforce, HubSpot.</summary>
public interface ISnapshotSource
{
    /// <summary>Says what there is before anything is read: enough to recognise a snapshot that was already ingested.</summary>
    /// <exception cref="UserErrorException">The source is missing, empty, or not what it should be.</exception>
    Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation);

    /// <summary>
    /// Streams the valid rows: people first, opportunities second, the rest after them. Each bad row goes to
    /// <paramref name="report"/> and the stream goes on; so does a row of an opportunity that the snapshot does not have.
    /// </summary>
    /// <param name="numbers">Empty; the source numbers the opportunities in it, and the rows that follow name theirs by that.</param>
    IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, CancellationToken cancellation);
}

/// <param name="ContentHash">SHA-256 (hex) over the content and over how it was mapped.</param>
/// <param name="TakenAt">The snapshot's instant where it is known beforehand; null means the newest time stamp in the data.</param>
/// <param name="Sections">What the source carries. A section that is missing leaves what is known as it is.</param>
/// <param name="Stages">The pipeline's stages in their order, where the source knows it; else empty.</param>
public sealed record SnapshotManifest(string ContentHash, DateTimeOffset? TakenAt, ImmutableSortedSet<Section> Sections, ImmutableArray<string> Stages)
{
    /// <summary>True where each stage-history row is an entry of its own even into the stage it was in; else such rows are one stay.</summary>
    public bool KeepRepeatedStages { get; init; }
}

/// <summary>Where bad rows go, so that the rest can load and somebody can mend the export.</summary>
public interface IQuarantine
{
    void Add(QuarantinedRow row);
}

/// <summary>What a source tells while it reads.</summary>
public interface IReadReport : IQuarantine
{
    /// <summary>
    /// Called once per section, when its last row has been read, so that read = loaded + quarantined + skipped can be checked and shown.
    /// </summary>
    /// <param name="read">Data rows, good and bad; neither the header nor blank lines.</param>
    /// <param name="skipped">Good rows that the mapping says to leave out.</param>
    void Read(Section section, long read, long skipped);
}

/// <param name="File">A file's name; of a CRM's record its kind and id.</param>
/// <param name="Row">The row as a spreadsheet counts it: the header is row 1, a record with line breaks in quotes is one row. 0 of a CRM's record.</param>
/// <param name="Column">The export's own column name; null where the row as a whole is bad.</param>
/// <param name="Value">Redacted by <see cref="Redaction"/>: the shape of what was there, never its text.</param>
public sealed record QuarantinedRow(Section Section, string File, long Row, string? Column, QuarantineCode Code, string? Value)
{
    /// <summary>Where to look for it.</summary>
    public string Place => Row == 0 ? File : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File} row {Row}");

    /// <summary>The id of the row where it could be read: an opportunity with a bad row is not gone. Never written out.</summary>
    public string? Id { get; init; }
}

/// <summary>Why a row was set aside. The names are stable: they stand in the quarantine file.</summary>
public enum QuarantineCode
{
    /// <summary>A required field is empty.</summary>
    Missing,

    /// <summary>Not a date in any of the expected formats.</summary>
    BadDate,

    /// <summary>Not a number in the export's culture.</summary>
    BadNumber,

    /// <summary>Not one of the values the column may have.</summary>
    BadValue,

    /// <summary>More text than a field may hold.</summary>
    TooLong,

    /// <summary>Quotes that open and never close, or stand inside a bare field.</summary>
    BadQuoting,

    /// <summary>More or fewer fields than the header.</summary>
    FieldCount,

    /// <summary>A second row with the id of an earlier one.</summary>
    DuplicateId,

    /// <summary>Belongs to an opportunity that the snapshot does not have. Not counted by the breaker: exports often leave closed deals out.</summary>
    UnknownOpportunity,

    /// <summary>An exception of a meeting that the snapshot does not have.</summary>
    UnknownMeeting,
}
