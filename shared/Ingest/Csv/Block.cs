using System.Buffers;
using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Csv;

/// <param name="Start">Where in the block's text it begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockRecord(int Start, long Row, ScannedRecord Scanned);

/// <summary>Whole records of a file, in a buffer that goes back to its pool with this.</summary>
/// <param name="Buffer">Whoever parses the block may change it.</param>
/// <param name="FirstRow">The row of the first record, or of the blank line in front of it.</param>
/// <param name="Records">Null where every line is a record or blank: then they need not be looked for twice.</param>
/// <param name="MostRecords">As many as it can have.</param>
internal sealed record Block(byte[] Buffer, int Length, long FirstRow, IReadOnlyList<BlockRecord>? Records, int MostRecords) : IDisposable
{
    public Span<byte> Text => Buffer.AsSpan(0, Length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Buffer);
}
