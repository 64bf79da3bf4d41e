namespace OneOnOne.Ingest;

/// <summary>Shows the shape of a bad value and none of its text: "31/02/2026" becomes "99/99/9999", "n/a" becomes "x/x".</summary>
public static class Redaction
{
    private const int Longest = 40;

    public static string Of(ReadOnlySpan<char> value)
    {
        bool cut = value.Length > Longest;
        ReadOnlySpan<char> kept = cut ? value[..Longest] : value;
        Span<char> shape = stackalloc char[Longest + 1];
        for (int i = 0; i < kept.Length; i++)
        {
            shape[i] = Shape(kept[i]);
        }

        if (cut)
        {
            shape[kept.Length] = '…';
        }

        return new string(shape[..(kept.Length + (cut ? 1 : 0))]);
    }

    private static char Shape(char c) => c switch
    {
        >= '0' and <= '9' => '9',
        ' ' or '/' or '-' or '.' or ',' or ':' or '+' or '@' or '_' or '(' or ')' or '%' or '$' => c,
        _ when char.IsLetter(c) => 'x',
        _ when char.IsDigit(c) => '9',
        _ => '?',
    };
}
