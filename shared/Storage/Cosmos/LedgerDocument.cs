using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// A document of the runs. The record is kept as text, for the reason that <see cref="Edition"/> gives; what queries ask for stands
/// beside it.
/// </summary>
internal sealed record LedgerDocument : INamedWrite
{
    public required string Id { get; init; }

    /// <summary>The partition key.</summary>
    public required string RunId { get; init; }

    public int Schema { get; init; } = Stored.KnownSchema;

    public required LedgerKind Kind { get; init; }

    public string? By { get; init; }

    /// <summary>Of an event or a delivery.</summary>
    public Audience? Audience { get; init; }

    /// <summary>Of a part.</summary>
    public AnalysisPart? Part { get; init; }

    /// <summary>Of a part: which snapshot it saw.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>The record's JSON, unless it is a part.</summary>
    public string? Text { get; init; }

    /// <summary>A part's JSON. Whoever looks at a run needs its text and of its parts no more than their snapshots.</summary>
    public string? Findings { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    string INamedWrite.Partition => RunId;

    public T Read<T>() => Stored.Read<T>(Text ?? Findings!);
}

/// <summary>What a document of the runs is. The names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerKind>))]
internal enum LedgerKind
{
    Run,
    Part,
    Pair,
    Delivery,
    Event,
    DeadLetter,

    /// <summary>On the list of days: one that has runs.</summary>
    Day,

    /// <summary>On the list of one day: a run, whose id is the text.</summary>
    Entry,
}
