using System.Buffers;

namespace OneOnOne.Ingest.Parts;

/// <summary>A record that belongs to one of a part's opportunities.</summary>
internal interface IOfDeal
{
    /// <summary>The opportunity's index in its part.</summary>
    int Deal { get; }
}

/// <summary>Records of the wanted opportunities by opportunity, those of one in the order in which they came. It is rented memory.</summary>
internal readonly struct Grouped<T> : IDisposable
    where T : unmanaged, IOfDeal
{
    private readonly T[] _records;
    private readonly int[] _ends;

    /// <param name="places">Of each opportunity of the part: its index among the wanted ones, or -1.</param>
    /// <param name="deals">How many are wanted.</param>
    public Grouped(ReadOnlySpan<T> records, ReadOnlySpan<int> places, int deals)
    {
        _ends = ArrayPool<int>.Shared.Rent(deals + 1);
        Array.Clear(_ends, 0, deals + 1);
        foreach (ref readonly T record in records)
        {
            if (places[record.Deal] is >= 0 and var deal)
            {
                _ends[deal + 1]++;
            }
        }

        for (int deal = 0; deal < deals; deal++)
        {
            _ends[deal + 1] += _ends[deal];
        }

        _records = ArrayPool<T>.Shared.Rent(_ends[deals]);

        // What begins as each one's start has become its end when the last of its records is in place.
        foreach (ref readonly T record in records)
        {
            if (places[record.Deal] is >= 0 and var deal)
            {
                _records[_ends[deal]++] = record;
            }
        }
    }

    public ReadOnlySpan<T> this[int deal]
    {
        get
        {
            int start = deal == 0 ? 0 : _ends[deal - 1];
            return _records.AsSpan(start, _ends[deal] - start);
        }
    }

    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_records);
        ArrayPool<int>.Shared.Return(_ends);
    }
}
