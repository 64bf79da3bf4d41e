using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using OneOnOne.Languages;

namespace OneOnOne.Tests.Languages;

/// <summary>One word for one thing in briefs, pages, forms and invitations: those of docs/languages.md.</summary>
public sealed partial class German_words
{
    [Theory]
    [InlineData("One-on-One", @"\b1:1|Einzelgespräch|Mitarbeitergespräch")]
    [InlineData("Stillstand, steht still", @"\b[Ss]tock(t|en|ende|ender)\b")]
    [InlineData("Auffälligkeit", @"\bBefund")]
    [InlineData("Aufenthalt", @"Durchl[aä]uf|Verweildauer")]
    [InlineData("Abschlussdatum", @"Abschlusstermin|Closing-Datum")]
    [InlineData("zurückgestellt", @"\bruhen\b|\bRuhe|[Ss]nooze")]
    [InlineData("Führungskraft", @"\bManager|\bChef|Vorgesetzte")]
    [InlineData("Vertriebler", @"\bReps?\b|Vertriebsleute|Verkäufer|Vertriebsmitarbeiter")]
    [InlineData("Unternehmen", @"\bFirma|\bFirmen")]
    [InlineData("Voreinstellung", @"\bVorgabe|\bDefault|\bStandardwert")]
    [InlineData("Grund", @"Begründung")]
    [InlineData("Deal", @"Opportunity|Opportunität|Verkaufschance|Geschäftschance")]
    [InlineData("Briefing", @"\bBrief\b|(Führungskraft|Vertrieblers?|in ) Hälfte|\bFassung")]
    [InlineData("Ziel", @"\bQuota|\bQuote")]
    public void Each_thing_has_one_word(string word, string rejected)
    {
        Regex other = new(rejected, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        (string Name, string Text)[] texts = [.. German()];
        Assert.Empty(texts.Where(text => other.IsMatch(text.Text)).Select(text => $"{text.Name} says \"{text.Text}\": the word is {word}."));
        Assert.Contains(texts, text => word.Split(", ").Any(one => text.Text.Contains(one, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A one-on-one is moved, a close date is pushed.</summary>
    [Fact]
    public void A_meeting_is_not_moved_by_the_word_for_a_pushed_date() =>
        Assert.Empty(German().Where(text => text.Text.Contains("verschoben", StringComparison.OrdinalIgnoreCase) && text.Text.Contains("One-on-One", StringComparison.Ordinal)
            && !text.Text.Contains("Abschlussdat", StringComparison.Ordinal)).Select(text => text.Name));

    private static IEnumerable<(string Name, string Text)> German() =>
        new[] { BriefTexts.ResourceManager, CoachingTexts.ResourceManager, QuestionTexts.ResourceManager, PageTexts.ResourceManager, FormTexts.ResourceManager, InvitationTexts.ResourceManager }
            .SelectMany(file => file.GetResourceSet(CultureInfo.GetCultureInfo("de"), createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
            .Select(text => ((string)text.Key, Parts().Replace((string)text.Value!, "")));

    // Names of parts are English everywhere.
    [GeneratedRegex(@"\{[^}:]*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}
