using System.Buffers;
using System.Text;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>
/// Makes one line of a text: line breaks and tabs become a blank, other control characters go. A name ends up in a subject line,
/// where a line break would begin a header of its own.
/// </summary>
internal static class TextCleaner
{
    private static readonly SearchValues<byte> Suspects = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (byte)control), 0x7F, 0xC2]);

    public static string? Clean(ReadOnlySpan<byte> utf8, int longest)
    {
        if (utf8.IsEmpty)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(utf8);
        text = HasControls(utf8) ? WithoutControls(text) : text;

        return text.Length == 0 ? null : text.Length <= longest ? text : Cut(text, longest);
    }

    public static bool HasControls(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As above, of UTF-8.</summary>
    public static bool HasControls(ReadOnlySpan<byte> utf8)
    {
        for (int at; (at = utf8.IndexOfAny(Suspects)) >= 0; utf8 = utf8[(at + 1)..])
        {
            // U+0080 to U+009F are two bytes.
            if (utf8[at] != 0xC2 || (at + 1 < utf8.Length && utf8[at + 1] is >= 0x80 and < 0xA0))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutControls(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char c in text)
        {
            bool isBreak = c is '\r' or '\n' or '\t' or '\u0085';
            if (isBreak && line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
            else if (!isBreak && !char.IsControl(c))
            {
                line.Append(c);
            }
        }

        return line.ToString().Trim();
    }

    private static string Cut(string text, int longest) => text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)].TrimEnd();
}
