using System.Text;

namespace OneOnOne.Ingest.Csv;

/// <summary>What a file is written in: its byte order mark says so, else the mapping, else it is UTF-8.</summary>
/// <param name="Strict">Throws on bytes that are no text. Null for UTF-8, which is read as it is.</param>
internal sealed record FileEncoding(Encoding? Strict, int MarkLength, string Name)
{
    private static readonly FileEncoding Utf8 = new(null, 0, "UTF-8");

    /// <returns>Null for a name that is not known.</returns>
    public static FileEncoding? Named(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            Encoding encoding = Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return encoding.CodePage == Encoding.UTF8.CodePage ? Utf8 : new FileEncoding(encoding, 0, encoding.WebName);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // Unknown, or UTF-7, which .NET knows and refuses to read.
        }
    }

    public static FileEncoding Of(ReadOnlySpan<byte> start, FileEncoding? named) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8 with { MarkLength = 3 },
        [0xFF, 0xFE, 0, 0, ..] => new FileEncoding(new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), 4, "UTF-32"),
        [0, 0, 0xFE, 0xFF, ..] => new FileEncoding(new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), 4, "UTF-32"),
        [0xFF, 0xFE, ..] => new FileEncoding(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2, "UTF-16"),
        [0xFE, 0xFF, ..] => new FileEncoding(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2, "UTF-16"),
        _ => named ?? Utf8,
    };

    /// <summary>False where each character takes two bytes or more, and every other byte of plain text is NUL.</summary>
    public bool NulIsNoText => Strict is null || Strict.GetByteCount("a") == 1;

    public Stream ToUtf8(FileStream file)
    {
        file.Position = MarkLength;
        return Strict is null ? file : Encoding.CreateTranscodingStream(file, Strict, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
    }
}
