using System.Globalization;
using System.Text;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>Reads amounts with a culture's separators. Currency signs and blanks do not matter; parentheses mean less than zero.</summary>
internal sealed class AmountFormat(CultureInfo culture)
{
    private const int Longest = 64;

    private readonly char _point = culture.NumberFormat.NumberDecimalSeparator[0];
    private readonly char _group = culture.NumberFormat.NumberGroupSeparator is [var group, ..] ? Plain(group) : '\0';

    public bool TryRead(ReadOnlySpan<byte> text, out decimal amount)
    {
        amount = 0;
        Span<char> chars = stackalloc char[Longest];
        Span<char> plain = stackalloc char[Longest];
        if (!Encoding.UTF8.TryGetChars(text, chars, out int length) || !TrySign(Kept(chars[..length]), out ReadOnlySpan<char> number, out bool negative))
        {
            return false;
        }

        int count = 0;
        int group = -1;
        bool fraction = false;
        foreach (char c in number)
        {
            if (char.IsAsciiDigit(c))
            {
                group += !fraction && group >= 0 ? 1 : 0;
                plain[count++] = c;
            }
            else if (c == _point && !fraction && group is -1 or 3)
            {
                fraction = true;
                plain[count++] = '.';
            }
            else if (c == _group && !fraction && count > 0 && group is not (0 or 1))
            {
                group = 0;
            }
            else
            {
                return false;
            }
        }

        // "1,234" is a thousand and more; "1234,56" is the wrong culture, and to pass over the comma would make it a hundredfold.
        bool sound = fraction || group is -1 or 3;
        bool read = decimal.TryParse(plain[..count], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
        amount = negative ? -amount : amount;
        return sound && read;
    }

    /// <summary>Leaves out what carries no value, in place.</summary>
    private static Span<char> Kept(Span<char> chars)
    {
        int kept = 0;
        foreach (char c in chars)
        {
            if (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.CurrencySymbol or UnicodeCategory.Format))
            {
                chars[kept++] = Plain(c);
            }
        }

        return chars[..kept];
    }

    private static bool TrySign(ReadOnlySpan<char> text, out ReadOnlySpan<char> number, out bool negative)
    {
        bool minus = false;
        number = text;
        switch (text)
        {
            case ['(', .. var inner, ')']:
                minus = true;
                number = inner;
                break;
            case ['-', .. var after]:
                minus = true;
                number = after;
                break;
            case [.. var before, '-']:
                minus = true;
                number = before;
                break;
            case ['+', .. var plus]:
                number = plus;
                break;
            default:
                break;
        }

        negative = minus;
        return !number.IsEmpty;
    }

    /// <summary>One sign for those that look alike: the minus sign, the apostrophes of Swiss numbers.</summary>
    private static char Plain(char c) => c switch
    {
        '\u2212' => '-',
        '\u2019' => '\'',
        _ => c,
    };
}
