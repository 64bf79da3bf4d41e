using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>A document of the runs. One of the records below is set and says what kind it is.</summary>
internal sealed record LedgerDocument
{
    public required string Id { get; init; }

    /// <summary>The partition key.</summary>
    public required string RunId { get; init; }

    public int Schema { get; init; } = Stored.KnownSchema;

    /// <summary>Names the one write that made it so: whose answer was lost can tell by it that it was written.</summary>
    public string? By { get; init; }

    public Run? Run { get; init; }

    public PartResult? Part { get; init; }

    public BriefPair? Pair { get; init; }

    public Delivery? Delivery { get; init; }

    public DeliveryEvent? Event { get; init; }

    public DeadLetter? DeadLetter { get; init; }

    /// <summary>In a list of a day: a run of that day, by its id.</summary>
    public RunId? Listed { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }
}

/// <summary>What <see cref="IRunStore.ReadAsync"/> asks for: the run, or of a part no more than which snapshot it saw.</summary>
internal sealed record LedgerGlance(Run? Run, AnalysisPart? Part, string? SnapshotId, [property: JsonPropertyName("_etag")] string ETag);
