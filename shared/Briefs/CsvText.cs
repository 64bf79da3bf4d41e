using System.Buffers;
using System.Globalization;
using System.Text;

namespace OneOnOne.Briefs;

/// <summary>Text as a CSV cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10).</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    // The full-width forms become the plain ones in some spreadsheets.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20");

    public static string Cell(string text)
    {
        string guarded = Guard(text);
        return guarded.AsSpan().ContainsAny(Quoted) || guarded.AsSpan().Trim().Length != guarded.Length
            ? "\"" + guarded.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : guarded;
    }

    public static string Guard(string text) => text.Length > 0 && (Formula.Contains(text[0]) || Formula.Contains(FirstVisible(text))) && !IsNumber(text) ? "'" + text : text;

    // Some spreadsheets drop leading blanks and invisible characters before they look.
    private static char FirstVisible(string text) =>
        text.FirstOrDefault(c => !char.IsWhiteSpace(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control), ' ');

    private static bool IsNumber(string text) =>
        Ascii.IsValid(text) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
