using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Mapping;

/// <summary>What a mapping file says about an export; without one, the canonical names and formats hold.</summary>
internal sealed record CsvMapping
{
    public static CsvMapping None { get; } = new();

    public FileEncoding? Encoding { get; init; }

    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Null: each file's own is found out.</summary>
    public byte? Delimiter { get; init; }

    public DateTimeZone TimeZone { get; init; } = DateTimeZone.Utc;

    public ImmutableArray<string> DateFormats { get; init; } = [];

    public string Currency { get; init; } = "USD";

    public StageMap Stages { get; init; } = StageMap.None;

    public ImmutableDictionary<Section, TableMapping> Tables { get; init; } = ImmutableDictionary<Section, TableMapping>.Empty;

    public bool KeepRepeatedStages { get; init; }

    /// <summary>The file without its white space and comments: what a snapshot's hash covers.</summary>
    public ReadOnlyMemory<byte> Canonical { get; init; }
}

/// <param name="File">Null for the canonical name.</param>
/// <param name="Columns">Null for the canonical names; else only what stands here is read.</param>
internal sealed record TableMapping(string? File, ImmutableDictionary<string, ColumnMapping>? Columns, ImmutableArray<StageColumn> StageEntered);

/// <summary>A column that holds the date on which an opportunity entered a stage.</summary>
internal sealed record StageColumn(string Stage, string Column);

/// <summary>Where a canonical column's values come from.</summary>
internal abstract record ColumnMapping;

/// <param name="Values">What to read in place of an export's value.</param>
internal sealed record FromColumn(string Column, FrozenDictionary<string, string>? Values) : ColumnMapping;

internal sealed record Constant(string Value) : ColumnMapping;

/// <param name="Parts">Canonical columns of the same table, so that their values apply; else the export's own columns.</param>
internal sealed record Joined(ImmutableArray<string> Parts, string With) : ColumnMapping;
