using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Privacy;

/// <summary>Everybody whom the books must not take in, as one look at the store showed it.</summary>
public sealed class Forgotten(IEnumerable<Tombstone> tombstones)
{
    private readonly ImmutableSortedDictionary<string, int> _passes = tombstones.ToImmutableSortedDictionary(one => one.Mark, one => one.Passes, StringComparer.Ordinal);

    public static Forgotten Nobody { get; } = new([]);

    public bool Has(PersonId person) => !_passes.IsEmpty && _passes.ContainsKey(Tombstone.MarkOf(person));

    /// <summary>Whether nobody was forgotten, and no erasure went through the books, between the two looks.</summary>
    public bool IsSameAs(Forgotten other) => _passes.SequenceEqual(other._passes);
}
