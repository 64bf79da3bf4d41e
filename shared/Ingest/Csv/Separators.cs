using System.Numerics;
using System.Runtime.Intrinsics;

namespace OneOnOne.Ingest.Csv;

/// <summary>Finds all that can end a field in text without quotes: a search for each field's end begins anew some million times.</summary>
internal static class Separators
{
    private const byte LineFeed = (byte)'\n';

    /// <param name="found">Where the delimiters and line feeds stand, in their order; it grows as needed.</param>
    /// <returns>How many there are.</returns>
    public static int Find(ReadOnlySpan<byte> text, byte delimiter, ref int[] found)
    {
        int count = 0;
        int at = 0;
        Vector256<byte> delimiters = Vector256.Create(delimiter);
        Vector256<byte> lineFeeds = Vector256.Create(LineFeed);
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Room(ref found, count + Vector256<byte>.Count);
            Vector256<byte> bytes = Vector256.Create(text.Slice(at, Vector256<byte>.Count));
            uint ends = (Vector256.Equals(bytes, delimiters) | Vector256.Equals(bytes, lineFeeds)).ExtractMostSignificantBits();
            for (; ends != 0; ends &= ends - 1)
            {
                found[count++] = at + BitOperations.TrailingZeroCount(ends);
            }
        }

        Room(ref found, count + Vector256<byte>.Count);
        for (; at < text.Length; at++)
        {
            if (text[at] == delimiter || text[at] == LineFeed)
            {
                found[count++] = at;
            }
        }

        return count;
    }

    private static void Room(ref int[] found, int needed)
    {
        if (found.Length < needed)
        {
            Array.Resize(ref found, needed * 2);
        }
    }
}
