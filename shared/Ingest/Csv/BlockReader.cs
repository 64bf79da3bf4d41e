using System.Buffers;
using System.Text;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// Cuts a file's UTF-8 into blocks of whole records, so that several threads can parse them. Where there are neither quotes nor lone CRs
/// each line break ends a record, and to count them is enough; elsewhere <see cref="RecordScan"/> has to look at one record after the other.
/// </summary>
/// <param name="head">What has been read of the source already.</param>
/// <param name="notText">Makes the error for a row that is not text in the file's encoding.</param>
internal sealed class BlockReader(Stream source, ReadOnlyMemory<byte> head, RecordScan scan, int blockBytes, Func<long, UserErrorException> notText) : IDisposable
{
    private const byte Quote = (byte)'"';
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private ReadOnlyMemory<byte> _head = head;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(blockBytes);
    private int _end;
    private long _row;
    private bool _ended;
    private bool _undecodable;
    private bool _passingOver;

    private bool IsFinal => _ended && !_undecodable;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        source.Dispose();
    }

    /// <returns>The first record alone; null if there is none.</returns>
    public Block? Header()
    {
        while (true)
        {
            Block? block = Next(mostRecords: 1);
            if (block is null or { Records.Count: > 0 })
            {
                return block;
            }

            block.Dispose();
        }
    }

    /// <returns>Null at the end.</returns>
    /// <exception cref="UserErrorException">The file is not text in its encoding.</exception>
    public Block? Next() => Next(int.MaxValue);

    private Block? Next(int mostRecords)
    {
        PassOver();
        for (int wanted = blockBytes; ; wanted = Math.Max(wanted, _end) * 2)
        {
            Fill(wanted);
            long firstRow = _row + 1;
            if (mostRecords == int.MaxValue && TryPlain(out int length))
            {
                return Cut(length, firstRow, null);
            }

            List<BlockRecord> records = [];
            length = Scan(records, mostRecords);
            if (length > 0)
            {
                return Cut(length, firstRow, records);
            }

            if (_ended)
            {
                return _undecodable ? throw notText(_row + 1) : null;
            }
        }
    }

    private void Fill(int wanted)
    {
        if (_buffer.Length < wanted)
        {
            byte[] full = _buffer;
            _buffer = Copy(full.AsSpan(0, _end), wanted);
            ArrayPool<byte>.Shared.Return(full);
        }

        try
        {
            while (_end < wanted && !_ended)
            {
                int read = Read(_buffer.AsSpan(_end..wanted));
                _end += read;
                _ended = read == 0;
            }
        }
        catch (DecoderFallbackException)
        {
            // The rows in front of it come first; their number says on which one it is.
            (_ended, _undecodable) = (true, true);
        }
    }

    private int Read(Span<byte> target)
    {
        if (_head.IsEmpty)
        {
            return source.Read(target);
        }

        int count = Math.Min(target.Length, _head.Length);
        _head.Span[..count].CopyTo(target);
        _head = _head[count..];
        return count;
    }

    /// <summary>The line of a record without end is not kept.</summary>
    private void PassOver()
    {
        while (_passingOver)
        {
            Fill(blockBytes);
            int lineBreak = _buffer.AsSpan(0, _end).IndexOf(LineFeed);
            int rest = lineBreak < 0 ? _end : lineBreak + 1;
            _buffer.AsSpan(rest.._end).CopyTo(_buffer);
            _end -= rest;
            _passingOver = lineBreak < 0 && !_ended;
        }
    }

    private bool TryPlain(out int length)
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, _end);
        length = IsFinal ? _end : text.LastIndexOf(LineFeed) + 1;
        text = text[..length];
        if (length == 0 || HasQuoteOrLoneCarriageReturn(text))
        {
            return false;
        }

        _row += text.Count(LineFeed) + (text[^1] == LineFeed ? 0 : 1);
        return true;
    }

    private static bool HasQuoteOrLoneCarriageReturn(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOfAny(Quote, CarriageReturn)) >= 0; text = text[(at + 2)..])
        {
            if (text[at] == Quote || at + 1 == text.Length || text[at + 1] != LineFeed)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Where the last whole record ends.</returns>
    private int Scan(List<BlockRecord> records, int most)
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, _end);
        int at = 0;
        while (at < text.Length && records.Count < most && !_passingOver)
        {
            ScannedRecord record = scan.Decide(text[at..], IsFinal);
            if (record.Kind == RecordKind.Incomplete)
            {
                break;
            }

            _row++;
            if (record.Kind != RecordKind.Blank)
            {
                records.Add(new BlockRecord(at, _row, record));
            }

            _passingOver = record.Kind == RecordKind.Endless;
            at += record.Length;
        }

        return at;
    }

    private Block Cut(int length, long firstRow, List<BlockRecord>? records)
    {
        Block block = new(_buffer, length, firstRow, records, records?.Count ?? (int)(_row - firstRow + 1));
        _buffer = Copy(_buffer.AsSpan(length.._end), blockBytes);
        _end -= length;
        return block;
    }

    private static byte[] Copy(ReadOnlySpan<byte> text, int atLeast)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, atLeast));
        text.CopyTo(copy);
        return copy;
    }
}
