using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Cosmos;

/// <summary>The reps that have a book, in order: no query may go over all partitions to find them.</summary>
internal sealed record RepList(ImmutableArray<PersonId> Reps)
{
    public int Schema { get; init; } = Stored.KnownSchema;
}
