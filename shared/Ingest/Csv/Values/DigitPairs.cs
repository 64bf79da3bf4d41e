using System.Buffers.Binary;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>Eight characters of digits and separators, read all at once: millions of rows have one or two times each.</summary>
internal sealed class DigitPairs
{
    private const ulong Highest = 0x8080808080808080;

    private readonly ulong _shape;
    private readonly ulong _slack;

    /// <param name="shape">Eight bytes: 0 where there has to be a digit, else the separator.</param>
    public DigitPairs(ReadOnlySpan<byte> shape)
    {
        _shape = Load(shape);
        for (int i = 0; i < shape.Length; i++)
        {
            // What is left to the highest bit above 9 of a digit, and above nothing of a separator.
            _slack |= (shape[i] == '0' ? 0x76UL : 0x7FUL) << (8 * i);
        }
    }

    /// <param name="text">Eight bytes.</param>
    /// <param name="pairs">At each byte, from the lowest, the number that the digits there and behind it make.</param>
    public bool TryRead(ReadOnlySpan<byte> text, out ulong pairs)
    {
        ulong digits = Load(text) ^ _shape;
        pairs = (digits * 10) + (digits >> 8);
        return (((digits + _slack) | digits) & Highest) == 0;
    }

    private static ulong Load(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt64LittleEndian(text);
}
