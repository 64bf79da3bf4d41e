using System.IO.Hashing;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Storage;

/// <summary>
/// The records of the company and of some teams as they were read last, found by their bytes: what is stored decides, so that nothing
/// has to be told when it changes. Each is the largest part of a book and the same for many; see Worked, too.
/// </summary>
internal sealed class ParsedPools
{
    /// <summary>About a megabyte each at most. Who has more teams than that reads some of them anew.</summary>
    private const int Most = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, TrackRecord Record)>> _known = [];
    private readonly LinkedList<(UInt128 Key, TrackRecord Record)> _latestFirst = [];

    public TrackRecord Read(ReadOnlySpan<byte> bytes)
    {
        UInt128 key = XxHash128.HashToUInt128(bytes);
        lock (_lock)
        {
            if (_known.TryGetValue(key, out LinkedListNode<(UInt128, TrackRecord Record)>? found))
            {
                _latestFirst.Remove(found);
                _latestFirst.AddFirst(found);
                return found.Value.Record;
            }
        }

        TrackRecord read = PackedTrackRecord.Read(bytes);
        lock (_lock)
        {
            if (_known.TryAdd(key, new LinkedListNode<(UInt128, TrackRecord)>((key, read))))
            {
                _latestFirst.AddFirst(_known[key]);
            }

            while (_known.Count > Most)
            {
                _known.Remove(_latestFirst.Last!.Value.Key);
                _latestFirst.RemoveLast();
            }
        }

        return read;
    }
}
