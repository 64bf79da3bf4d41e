using System.Globalization;
using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>Makes text from a CRM harmless to show on one line. Encoding for HTML is the template's; this is about characters that lie.</summary>
internal static class Safe
{
    public const int LongestField = 500;

    public const int LongestSubject = 150;

    private const int LongestLink = 2_000;

    /// <summary>
    /// One line without control, zero-width and direction-changing characters, at most <paramref name="longest"/> long.
    /// Applying it twice changes nothing.
    /// </summary>
    public static string Text(string? text, int longest = LongestField)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        StringBuilder kept = new(Math.Min(text.Length, longest + 2));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsBlank(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ')
                {
                    kept.Append(' ');
                }
            }
            else if (!IsInvisible(rune))
            {
                kept.Append(rune.ToString());
            }

            if (kept.Length > longest)
            {
                return Cut(kept.ToString(), longest);
            }
        }

        return kept.ToString().TrimEnd();
    }

    /// <summary>What an opportunity is called, down to its id: a name of nothing but invisible characters is no name.</summary>
    public static string Title(OpportunityRef opportunity, Language language, int longest = 120) =>
        First(longest, opportunity.Name, opportunity.Account, opportunity.Id.Value, language.Say(nameof(BriefTexts.NoName)));

    public static string First(int longest, params ReadOnlySpan<string?> candidates)
    {
        foreach (string? candidate in candidates)
        {
            if (Text(candidate, longest) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }

    /// <returns>Null for anything but an absolute https address without credentials.</returns>
    public static string? Link(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.AbsoluteUri.Length <= LongestLink
            ? uri.AbsoluteUri
            : null;

    private static bool IsBlank(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // The fillers are letters and symbols by category, yet show nothing.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFD or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static string Cut(string text, int longest)
    {
        int end = longest - 1;
        while (end > 0 && (char.IsLowSurrogate(text[end]) || CharUnicodeInfo.GetUnicodeCategory(text[end]) == UnicodeCategory.NonSpacingMark))
        {
            end--;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }
}
