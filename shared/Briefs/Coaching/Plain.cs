using System.Globalization;
using System.Text;

namespace OneOnOne.Briefs;

/// <summary>Text as one would hear it: small letters without accents, and nothing invisible between them.</summary>
internal static class Plain
{
    /// <summary>The words, parted by one blank each.</summary>
    public static string Of(string text) => string.Join(' ', Words(text));

    /// <summary>Runs of letters and digits.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        foreach (Rune rune in Safe.Text(text, int.MaxValue - 2).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format:
                    break;
                case var _ when Rune.IsLetterOrDigit(rune):
                    word.Append(Small(rune));
                    break;
                default:
                    End();
                    break;
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    // Letters that Unicode does not take apart, and the Turkish I.
    private static string Small(Rune rune) => rune.Value switch
    {
        'ß' or 0x1E9E => "ss",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        'ı' => "i",
        _ => Rune.ToLowerInvariant(rune).ToString(),
    };
}
