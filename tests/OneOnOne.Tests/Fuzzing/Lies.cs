using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>Characters that show something else than what is there, or nothing.</summary>
internal static partial class Lies
{
    public static bool Are(char c) => char.IsControl(c)
        || c is '\u2028' or '\u2029' or '\uFEFF' or '\u00AD' or '\u061C' or '\uFFFD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069');

    /// <summary>Ours, around what runs from right to left, come in pairs; one that came with the text would be left over.</summary>
    public static string WithoutIsolates(string text)
    {
        while (Isolate().IsMatch(text))
        {
            text = Isolate().Replace(text, "${inner}");
        }

        return text;
    }

    [GeneratedRegex("\u2068(?<inner>[^\u2068\u2069]*)\u2069", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Isolate();
}
