using System.Buffers;
using System.Globalization;
using System.Text;

namespace OneOnOne.Local.Generation;

/// <summary>Writes RFC 4180 rows as UTF-8 with LF, in no culture, and without a string per field: there may be millions.</summary>
internal sealed class CsvFile(string path, string header) : IAsyncDisposable
{
    private const int FlushAt = 1 << 16;
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private readonly FileStream _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
    private readonly ArrayBufferWriter<byte> _buffer = Start(header);
    private bool _rowBegun;

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public CsvFile Text(string? value)
    {
        Separate();
        if (value is null)
        {
            return this;
        }

        bool quote = value.AsSpan().ContainsAny(NeedQuotes);
        Encoding.UTF8.GetBytes(quote ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value, _buffer);
        return this;
    }

    public CsvFile Number(string prefix, long value)
    {
        Text(prefix);
        return Format(value, default);
    }

    public CsvFile Number(decimal? value)
    {
        Separate();
        return value is { } number ? Format(number, default) : this;
    }

    public CsvFile Bool(bool value) => Text(value ? "true" : "false");

    public CsvFile Date(DateOnly? value)
    {
        Separate();
        return value is { } date ? Format(date, "o") : this;
    }

    public CsvFile Instant(DateTime? value)
    {
        Separate();
        if (value is { } instant)
        {
            Format(instant, "s");
            _buffer.Write("Z"u8);
        }

        return this;
    }

    public void End()
    {
        _buffer.Write("\n"u8);
        _rowBegun = false;
        Rows++;
    }

    /// <summary>A row as it is, right or wrong.</summary>
    public void Raw(string row)
    {
        Encoding.UTF8.GetBytes(row, _buffer);
        End();
    }

    public async ValueTask FlushAsync(bool all, CancellationToken cancellation)
    {
        if (_buffer.WrittenCount >= FlushAt || all)
        {
            await _stream.WriteAsync(_buffer.WrittenMemory, cancellation);
            Bytes += _buffer.WrittenCount;
            _buffer.ResetWrittenCount();
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static ArrayBufferWriter<byte> Start(string header)
    {
        ArrayBufferWriter<byte> buffer = new();
        Encoding.UTF8.GetBytes(header, buffer);
        buffer.Write("\n"u8);
        return buffer;
    }

    private CsvFile Format<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(_buffer.GetSpan(40), out int written, format, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("Nothing here is longer than 40 bytes.");
        }

        _buffer.Advance(written);
        return this;
    }

    private void Separate()
    {
        if (_rowBegun)
        {
            _buffer.Write(","u8);
        }

        _rowBegun = true;
    }
}
