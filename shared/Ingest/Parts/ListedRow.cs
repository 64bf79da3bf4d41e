using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Parts;

/// <summary>An opportunity's row, of which only what it is known by has been read.</summary>
internal readonly ref struct ListedRow
{
    /// <summary>In UTF-8.</summary>
    public required ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Its number in <see cref="Names"/>.</summary>
    public required int Owner { get; init; }

    /// <summary>Its number in <see cref="Names"/>.</summary>
    public required int Stage { get; init; }

    /// <summary>Its number in <see cref="Names"/>; -1: there is no amount.</summary>
    public required int Currency { get; init; }

    public required Outcome Outcome { get; init; }

    public required ImmutableArray<StageEntry> StageEntries { get; init; }

    /// <summary>Of its <see cref="Print"/>, without what other files say.</summary>
    public required ulong Sum { get; init; }

    /// <summary>The latest instant in it that lies in the past of a sound export, in ticks.</summary>
    public required long Latest { get; init; }

    /// <summary>Ticks plus one; 0: none.</summary>
    public required ulong LastActivity { get; init; }

    /// <summary>Ticks plus one; 0: none.</summary>
    public required ulong NextActivity { get; init; }

    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>From when on it says something else, as far as its own row goes; in ticks, as <see cref="Print.Due"/>.</summary>
    public long DueAfter(DateTimeOffset takenAt) =>
        Latest > takenAt.UtcTicks ? 0 : Math.Min(Ahead(LastActivity, takenAt.UtcTicks), Ahead(NextActivity, takenAt.UtcTicks));

    private static long Ahead(ulong ticks, long takenAt) => (long)ticks - 1 > takenAt ? (long)ticks - 1 : long.MaxValue;
}
