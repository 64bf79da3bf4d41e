using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Connect;

/// <summary>A CRM that is asked over its API: what changed goes into the mirror, and snapshots are made of the mirror.</summary>
internal interface ICrm : ICrmRecords, IDisposable
{
    /// <summary>As its makers write it.</summary>
    string Name { get; }

    /// <summary>
    /// Brings the mirror to what the CRM holds now, and goes on where an earlier call was cut off. When it returns the mirror is whole and
    /// <see cref="Mirror.ReadAt"/> is set.
    /// </summary>
    /// <exception cref="UserErrorException">The CRM refuses, or its allowance is used up. What was read so far is kept.</exception>
    Task SyncAsync(Mirror mirror, IProgress<Pipeline.IngestProgress>? progress, CancellationToken cancellation);

    /// <summary>A dry run: what is missing, and what reading would cost. Nothing is kept.</summary>
    /// <exception cref="UserErrorException">Not even the sign-in works.</exception>
    Task<CrmCheck> CheckAsync(CancellationToken cancellation);
}

/// <summary>Makes rows of what a mirror holds, wherever it came from.</summary>
internal interface ICrmRecords
{
    /// <summary>What a mirror that is whole says besides its rows.</summary>
    CrmContent Describe(Mirror mirror);

    /// <summary>The rows of one section. Each is the same instance, filled anew.</summary>
    /// <param name="deals">The opportunities whose rows were taken, once these are through.</param>
    IEnumerable<CanonicalRow> Rows(Mirror mirror, Section section, DealNumbers deals);
}

/// <param name="Sections">What was read; a section that could not be is missing here and leaves what is known as it is.</param>
/// <param name="Mapping">Stages with their outcomes in the pipeline's order, the usual currency, the time zone of dates.</param>
/// <param name="Settings">Whatever of the settings changes the rows that are made of the same records, as text: a snapshot's hash covers it.</param>
internal sealed record CrmContent(ImmutableSortedSet<Section> Sections, CsvMapping Mapping, string Settings)
{
    /// <summary>What the snapshot lacks and what that costs, a sentence or two for each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
