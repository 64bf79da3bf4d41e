using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OneOnOne.Storage.Packed;

/// <summary>Writes values one behind the other, small numbers in few bytes. <see cref="PackedReader"/> reads them in the same order.</summary>
internal sealed class PackedWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 10);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Seven bits a byte, the last without its high bit.</summary>
    public void Number(ulong value)
    {
        Span<byte> bytes = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }

    /// <summary>As they are: whoever reads them has to know how many.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Number(int value) => Number((ulong)(uint)value);

    /// <summary>Of either sign, small ones in few bytes.</summary>
    public void Signed(long value) => Number(Folded(value));

    /// <summary>0, -1, 1, -2, 2 as 0, 1, 2, 3, 4; <see cref="PackedReader.Unfolded"/> takes it back.</summary>
    public static ulong Folded(long value) => (ulong)((value << 1) ^ (value >> 63));

    public void Text(string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        // Lone halves of surrogate pairs come in by no parser, and would not come out as they went in.
        int length = Encoding.UTF8.GetByteCount(value);
        Number((ulong)length + 1);
        _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length)));
    }

    /// <summary>With its scale: 10.0 and 10.00 stay what they are.</summary>
    public void Amount(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        bool isSmall = parts[2] == 0 && parts[1] >= 0;
        int scale = (parts[3] >> 16) & 0x1F;
        bool isNegative = parts[3] < 0;
        Number((ulong)((scale << 2) | (isNegative ? 2 : 0) | (isSmall ? 1 : 0)));
        Number(((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        if (!isSmall)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), parts[2]);
            _bytes.Advance(4);
        }
    }
}
