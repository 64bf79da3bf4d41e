using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Parts;

/// <summary>Numbers texts that come again and again: owners, stages, currencies.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<ulong> _hashes = [];

    public int Count => _texts.Count;

    public string this[int number] => _texts[number];

    /// <summary>The same in every snapshot, which its number is not.</summary>
    public ulong Hash(int number) => _hashes[number];

    public int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out int number))
        {
            _numbers[text] = number = _texts.Count;
            _texts.Add(text);
            _hashes.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())));
        }

        return number;
    }
}
