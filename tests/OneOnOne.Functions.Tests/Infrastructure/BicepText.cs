using System.Text;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>Cuts Bicep where its brackets and quotes allow it.</summary>
internal static class BicepText
{
    private const string Opening = "([{";
    private const string Closing = ")]}";

    /// <summary>The same text without comments. Quotes are respected: an address has slashes too.</summary>
    public static string WithoutComments(string text)
    {
        StringBuilder code = new();
        for (int at = 0; at < text.Length;)
        {
            int end = text[at] == '\'' ? EndOfText(text, at) : at + 1;
            if (text[at] == '/' && end < text.Length && text[end] == '/')
            {
                at = text.IndexOf('\n', at) is >= 0 and int newLine ? newLine : text.Length;
                continue;
            }

            code.Append(text, at, end - at);
            at = end;
        }

        return code.ToString();
    }

    /// <summary>The parts between separators that stand in no bracket and no quotes; empty ones are left out.</summary>
    public static IEnumerable<string> Split(string text, params char[] separators)
    {
        int start = 0;
        foreach (int at in Outside(text).Where(at => separators.Contains(text[at])))
        {
            if (text[start..at].Trim() is { Length: > 0 } part)
            {
                yield return part;
            }

            start = at + 1;
        }

        if (text[start..].Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }

    /// <summary>Where a character first stands in no bracket and no quotes; -1: nowhere.</summary>
    public static int Find(string text, char wanted) => Outside(text).Where(at => text[at] == wanted).DefaultIfEmpty(-1).First();

    /// <summary>What is between the brackets, if one pair encloses the whole text.</summary>
    public static string? Inside(string text, char opening) =>
        text.StartsWith(opening) && !Outside(text).Any() && text[^1] == Closing[Opening.IndexOf(opening, StringComparison.Ordinal)] ? text[1..^1] : null;

    /// <summary>What is between the quotes, if one pair encloses the whole text.</summary>
    public static string? Quoted(string text) =>
        text.StartsWith('\'') && EndOfText(text, 0) == text.Length ? text[1..^1].Replace("\\'", "'", StringComparison.Ordinal) : null;

    /// <summary>The positions that are in no bracket and no quotes, brackets and quotes themselves not counted.</summary>
    private static IEnumerable<int> Outside(string text)
    {
        int depth = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\'')
            {
                at = EndOfText(text, at) - 1;
            }
            else if (Opening.Contains(text[at], StringComparison.Ordinal))
            {
                depth++;
            }
            else if (Closing.Contains(text[at], StringComparison.Ordinal))
            {
                depth--;
            }
            else if (depth == 0)
            {
                yield return at;
            }
        }
    }

    /// <summary>The position after the closing quote. Inside ${…} there may be further quotes.</summary>
    private static int EndOfText(string text, int start)
    {
        for (int at = start + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '\'':
                    return at + 1;
                case '$' when text[at + 1] == '{':
                    at = EndOfInterpolation(text, at + 2);
                    break;
                default:
                    break;
            }
        }

        throw new FormatException($"A text has no end: {text[start..Math.Min(start + 40, text.Length)]}");
    }

    private static int EndOfInterpolation(string text, int start)
    {
        int at = start;
        while (text[at] != '}')
        {
            at = text[at] == '\'' ? EndOfText(text, at) : at + 1;
        }

        return at;
    }
}
