using System.IO.Hashing;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// What was made of texts that come again and again, such as names of stages. It has a fixed number of places, and a text takes that of
/// another; any number of threads may use it, since what stands in a place never changes.
/// </summary>
/// <param name="places">A power of two.</param>
internal sealed class Remembered<T>(int places)
{
    private const int Longest = 64;

    private readonly Entry?[] _entries = new Entry?[places];

    public bool TryGet(ReadOnlySpan<byte> text, out T value)
    {
        if (_entries[Place(text)] is { } entry && text.SequenceEqual(entry.Text))
        {
            value = entry.Value;
            return true;
        }

        value = default!;
        return false;
    }

    public T Add(ReadOnlySpan<byte> text, T value)
    {
        if (text.Length <= Longest)
        {
            _entries[Place(text)] = new Entry(text.ToArray(), value);
        }

        return value;
    }

    private int Place(ReadOnlySpan<byte> text) => (int)XxHash3.HashToUInt64(text) & (places - 1);

    private sealed record Entry(byte[] Text, T Value);
}
