using System.Buffers.Binary;
using System.Text;

namespace OneOnOne.Storage.Packed;

/// <summary>Reads what <see cref="PackedWriter"/> wrote, in the same order.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>How many bytes there still are.</summary>
    public readonly int Left => _rest.Length;

    /// <exception cref="InvalidDataException">Cut off, or none of ours.</exception>
    public ulong Number()
    {
        ulong value = 0;
        for (int i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Damaged();
    }

    public int Int()
    {
        ulong value = Number();
        return value <= uint.MaxValue ? (int)(uint)value : throw Damaged();
    }

    public long Signed() => Unfolded(Number());

    public static long Unfolded(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public string? Text()
    {
        ulong length = Number();
        return length == 0 ? null : Encoding.UTF8.GetString(Bytes(length - 1));
    }

    public string RequiredText() => Text() ?? throw Damaged();

    public decimal Amount()
    {
        int head = Int();
        ulong low = Number();
        int high = (head & 1) != 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));
        return new decimal((int)(uint)low, (int)(low >> 32), high, (head & 2) != 0, (byte)(head >> 2));
    }

    /// <summary>How many of something follow; each of them takes a byte at least.</summary>
    public int Count()
    {
        ulong count = Number();
        return count <= (ulong)_rest.Length ? (int)count : throw Damaged();
    }

    public ReadOnlySpan<byte> Bytes(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private static InvalidDataException Damaged() => new("A packed record is damaged.");
}
