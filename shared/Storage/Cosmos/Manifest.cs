using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// Says which generations of the books can be seen. Each ingest writes as a generation of its own, and becomes visible by one
/// write: that of this record. See docs/decisions/cosmos-visibility.md.
/// </summary>
internal sealed record Manifest
{
    public int Schema { get; init; } = Stored.KnownSchema;

    /// <summary>The newest generation that was given out. Only that one may still be published.</summary>
    public long Reserved { get; init; }

    /// <summary>By generation, ascending. It only ever grows.</summary>
    public ImmutableArray<Publication> Published { get; init; } = [];

    /// <summary>Published generations that no snapshot is behind, ascending: erasures. Null: none.</summary>
    public ImmutableArray<long>? Corrections { get; init; }

    /// <summary>How often anything was published: who finds another number than before has to read again.</summary>
    [JsonIgnore]
    public int Publications => Published.Length + (Corrections?.Length ?? 0);

    /// <summary>The snapshot with the latest instant.</summary>
    public Snapshot? Newest { get; init; }

    public static Manifest None { get; } = new();

    /// <summary>Generations from here on may yet be published, or were after this manifest was read.</summary>
    [JsonIgnore]
    public long FirstUnsettled => IsPublished(Reserved) ? Reserved + 1 : Reserved;

    public bool IsPublished(long generation) => IsSnapshot(generation) || Corrections?.BinarySearch(generation) >= 0;

    private bool IsSnapshot(long generation)
    {
        int low = 0;
        int high = Published.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            switch (Published[middle].Generation.CompareTo(generation))
            {
                case 0:
                    return true;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return false;
    }

    public Manifest WithCorrection() => this with { Corrections = (Corrections ?? []).Add(Reserved) };

    /// <exception cref="InvalidOperationException">A snapshot of that instant is published already.</exception>
    public Manifest With(Snapshot snapshot)
    {
        if (Published.Any(one => one.TakenAt == snapshot.TakenAt))
        {
            throw new InvalidOperationException("A snapshot of the same instant is published already.");
        }

        return this with
        {
            Published = Published.Add(new Publication(Reserved, snapshot.Id, snapshot.TakenAt)),
            Newest = Newest is { } newest && newest.TakenAt > snapshot.TakenAt ? newest : snapshot,
        };
    }
}

internal sealed record Publication(long Generation, string SnapshotId, DateTimeOffset TakenAt);
