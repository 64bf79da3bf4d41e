using System.Text;
using System.Text.Unicode;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// The stream that CsvHelper reads: the file's UTF-8 without its bad records and blank lines. CsvHelper recovers from a quote that never
/// closes by taking all up to the next quote for one field, so the rows in between would be lost and nobody would know which.
/// </summary>
/// <param name="head">What has been read of the source already, in a buffer that the guard goes on to use.</param>
/// <param name="notText">Makes the error for a row that is not text in the file's encoding.</param>
internal sealed class RecordGuard(Stream source, byte[] head, int headLength, RecordScan scan, Func<long, UserErrorException> notText) : ForwardStream
{
    private byte[] _buffer = head;
    private int _next;
    private int _end = headLength;
    private int _soundFrom;
    private int _soundTo;
    private long _row;
    private bool _final;
    private bool _passingOver;

    public RowLedger Rows { get; } = new();

    public override int Read(Span<byte> buffer)
    {
        while (!TryApprove())
        {
            if (_final)
            {
                return 0;
            }

            MakeRoom();
            try
            {
                Filled(source.Read(_buffer, _end, _buffer.Length - _end));
            }
            catch (DecoderFallbackException)
            {
                throw notText(_row + 1);
            }
        }

        return Copy(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!TryApprove())
        {
            if (_final)
            {
                return 0;
            }

            MakeRoom();
            try
            {
                Filled(await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken));
            }
            catch (DecoderFallbackException)
            {
                throw notText(_row + 1);
            }
        }

        return Copy(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Copy(Span<byte> target)
    {
        int count = Math.Min(target.Length, _soundTo - _soundFrom);
        _buffer.AsSpan(_soundFrom, count).CopyTo(target);
        _soundFrom += count;
        return count;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_next.._end).CopyTo(_buffer);
        (_soundFrom, _soundTo, _end, _next) = (0, 0, _end - _next, 0);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private void Filled(int count)
    {
        _end += count;
        _final = count == 0;
    }

    /// <summary>Finds the next stretch of sound records that may be copied as it is.</summary>
    private bool TryApprove()
    {
        if (_soundFrom < _soundTo)
        {
            return true;
        }

        _soundFrom = _soundTo = _next;
        while (_next < _end)
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(_next.._end);
            if (_passingOver)
            {
                PassOver(text);
                continue;
            }

            ScannedRecord record = scan.Next(text, _final);
            if (record.Kind == RecordKind.Incomplete)
            {
                break;
            }

            _next += record.Length;
            _row++;
            if (record.Kind == RecordKind.Record)
            {
                CheckText(text[..record.Length]);
                Rows.AddSound(_row);
                _soundTo = _next;
                continue;
            }

            if (record.Kind != RecordKind.Blank)
            {
                Rows.AddBad(new BadRecord(_row, record.Code, record.Field, Shape(text[record.FieldStart..record.Length])));
                _passingOver = record.Kind == RecordKind.Endless;
            }

            if (_soundFrom < _soundTo)
            {
                return true;
            }

            _soundFrom = _soundTo = _next;
        }

        return _soundFrom < _soundTo;
    }

    private void PassOver(ReadOnlySpan<byte> text)
    {
        int lineBreak = text.IndexOf((byte)'\n');
        _passingOver = lineBreak < 0;
        _next += lineBreak < 0 ? text.Length : lineBreak + 1;
        _soundFrom = _soundTo = _next;
    }

    private void CheckText(ReadOnlySpan<byte> record)
    {
        // CsvHelper would put U+FFFD in place of what is not UTF-8, and names would be spoilt for good.
        if (!Utf8.IsValid(record))
        {
            throw notText(_row);
        }
    }

    private static string Shape(ReadOnlySpan<byte> field) => Redaction.Of(Encoding.UTF8.GetString(field[..Math.Min(field.Length, 200)]).TrimEnd('\r', '\n'));
}
