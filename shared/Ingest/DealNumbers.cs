using System.IO.Hashing;
using System.Text;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>
/// Numbers a snapshot's opportunities from 0, in the order in which it lists them, so that millions of rows can name theirs by a number.
/// It keeps 64 bits of each id and not the text: of two million ids, two are taken for one in a snapshot out of ten million. Written by
/// one thread; while nobody writes, any number of threads may look.
/// </summary>
public sealed class DealNumbers
{
    private const int Smallest = 1 << 10;

    // Open addressing, at most four fifths full: half the memory of a sparse table serves rows out of nearer caches. A slot is free where
    // its number is 0: numbers are kept plus one.
    private (ulong Hash, int Number)[] _slots = new (ulong, int)[Smallest];

    public int Count { get; private set; }

    /// <param name="id">In UTF-8.</param>
    /// <returns>False where the id has a number already.</returns>
    public bool TryAdd(ReadOnlySpan<byte> id, out int number)
    {
        if (Count * 5L >= _slots.Length * 4L)
        {
            Grow();
        }

        ulong hash = Hash(id);
        ref (ulong Hash, int Number) slot = ref Slot(_slots, hash);
        if (slot.Number != 0)
        {
            number = slot.Number - 1;
            return false;
        }

        number = Count++;
        slot = (hash, Count);
        return true;
    }

    /// <returns>-1 where the snapshot has none of that id.</returns>
    public int Find(ReadOnlySpan<byte> id) => Find(Hash(id));

    /// <param name="hash">Of an id.</param>
    /// <returns>-1 where the snapshot has none of that id.</returns>
    public int Find(ulong hash) => Slot(_slots, hash).Number - 1;

    /// <returns>-1 where the snapshot has none of that id.</returns>
    public int Find(OpportunityId id) => Find(Hash(id));

    /// <summary>What an id is known by.</summary>
    /// <param name="id">In UTF-8.</param>
    public static ulong Hash(ReadOnlySpan<byte> id) => XxHash3.HashToUInt64(id);

    /// <summary>What an id is known by.</summary>
    public static ulong Hash(OpportunityId id)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Hash(Encoding.UTF8.TryGetBytes(id.Value, bytes, out int length) ? bytes[..length] : Encoding.UTF8.GetBytes(id.Value));
    }

    /// <summary>
    /// Fetches what an id's number will be looked for in. The numbers of a large export do not fit into a processor's cache, and to fetch
    /// one takes as long as to parse its row; of ids that are asked for right after each other many are fetched at once.
    /// </summary>
    /// <param name="fetched">Changes with what was fetched: it has no meaning, but the compiler leaves out what nobody uses.</param>
    /// <returns>The id's hash, to find its number by.</returns>
    public ulong Expect(ReadOnlySpan<byte> id, ref int fetched)
    {
        ulong hash = Hash(id);
        fetched ^= _slots[(int)hash & (_slots.Length - 1)].Number;
        return hash;
    }

    private static ref (ulong Hash, int Number) Slot((ulong Hash, int Number)[] slots, ulong hash)
    {
        int mask = slots.Length - 1;
        int at = (int)hash & mask;
        while (slots[at].Number != 0 && slots[at].Hash != hash)
        {
            at = (at + 1) & mask;
        }

        return ref slots[at];
    }

    private void Grow()
    {
        (ulong Hash, int Number)[] larger = new (ulong, int)[_slots.Length * 2];
        foreach ((ulong Hash, int Number) slot in _slots)
        {
            if (slot.Number != 0)
            {
                Slot(larger, slot.Hash) = slot;
            }
        }

        _slots = larger;
    }
}
