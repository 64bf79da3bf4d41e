using System.Collections.Immutable;
using System.Text;

namespace OneOnOne.Briefs;

/// <summary>Which script a letter is of, in the grain in which one name can be spelt in two of them. A number stands for a script.</summary>
internal static class Scripts
{
    private const int EastAsian = 4;
    private const int Thai = 5;

    public static ImmutableHashSet<int> In(string word) => [.. word.EnumerateRunes().Where(Rune.IsLetter).Select(Of)];

    /// <summary>Written without blanks between words, so that a name is found only within others.</summary>
    public static bool IsUnspaced(int script) => script is EastAsian or Thai;

    public static int Of(Rune letter) => letter.Value switch
    {
        < 0x0370 or (>= 0x1D00 and < 0x1F00) or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800) => 0, // Latin
        < 0x0400 or (>= 0x1F00 and < 0x2000) => 1, // Greek
        < 0x0530 or (>= 0x1C80 and < 0x1C90) or (>= 0x2DE0 and < 0x2E00) or (>= 0xA640 and < 0xA6A0) => 2, // Cyrillic
        (>= 0x0600 and < 0x0700) or (>= 0x0750 and < 0x0780) or (>= 0x08A0 and < 0x0900) or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) => 3, // Arabic
        (>= 0x1100 and < 0x1200) or (>= 0x2E80 and < 0xA000) or (>= 0xA960 and < 0xA980) or (>= 0xAC00 and < 0xD800) or (>= 0xF900 and < 0xFB00) or >= 0x20000 => EastAsian, // Han, Kana, Hangul
        >= 0x0E00 and < 0x1100 => Thai, // Thai, Lao, Tibetan, Burmese
        _ => 1_000 + (letter.Value >> 7),
    };
}
