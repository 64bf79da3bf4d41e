using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using OneOnOne.Briefs;
using OneOnOne.Briefs.Mail;
using OneOnOne.Languages;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed partial class German_briefs
{
    public static TheoryData<string, Audience> Golden => Plain_text_briefs.Golden;

    [Theory(DisplayName = "Read word for word as committed, in German (set ONEONONE_RENEW_GOLDEN=1 to write them anew)")]
    [MemberData(nameof(Golden))]
    public async Task Read_word_for_word_as_committed(string name, Audience audience)
    {
        RenderedBrief brief = await RenderAsync(In("de", name), audience);
        string text = "Betreff: " + brief.Subject + "\n\n" + brief.Text;
        string path = Repository.File("tests", "OneOnOne.Tests", "Briefs", "Golden", "de", $"{name}.{audience}.txt");
        if (Environment.GetEnvironmentVariable("ONEONONE_RENEW_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Say_in_HTML_what_they_say_in_text_and_in_which_language(string name, Audience audience)
    {
        RenderedBrief brief = await RenderAsync(In("de", name), audience);
        IHtmlDocument document = Html.Parse(brief.Html);
        Assert.Equal("de", document.DocumentElement.GetAttribute("lang"));
        string text = Flat(brief.Text);
        string[] sentences = [.. document.QuerySelectorAll("h1,p,li,th,caption").Select(element => Flat(element.TextContent))];
        Assert.True(sentences.Length > 10);
        Assert.All(sentences.Where(sentence => !Look(sentence)), sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));

        // The table of further deals has its head in HTML alone.
        static bool Look(string sentence) => sentence is "Deal" or "Betrag" or "Auffällig";
    }

    /// <summary>By our own texts: what stands in one between its parts, where that is more than three words.</summary>
    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Have_nothing_of_ours_left_in_English(string name, Audience audience)
    {
        RenderedBrief brief = await RenderAsync(In("de", name), audience);
        string said = Flat(brief.Subject + " " + brief.Text + " " + Html.Parse(brief.Html).DocumentElement.TextContent);
        string[] english =
        [
            .. new[] { BriefTexts.ResourceManager, QuestionTexts.ResourceManager, FormTexts.ResourceManager, CoachingTexts.ResourceManager }
                .SelectMany(file => file.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
                .SelectMany(text => Parts().Split((string)text.Value!)).Select(Flat).Where(piece => piece.Split(' ').Length > 3).Distinct(StringComparer.Ordinal),
        ];
        Assert.True(english.Length > 300);
        Assert.DoesNotContain(english, piece => said.Contains(piece, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Are_read_by_whoever_reads_German_and_by_nobody_else()
    {
        BriefFacts facts = Samples.Full.Facts with { Rep = Samples.Full.Facts.Rep with { Language = "de" } };
        BriefPair pair = Pair(facts);
        Assert.Equal(await RenderAsync(Samples.Full, Audience.Manager), await RenderAsync(pair, Audience.Manager));
        Assert.Equal(await RenderAsync(In("de", "Full"), Audience.Rep), await RenderAsync(pair, Audience.Rep));
    }

    [Theory]
    [InlineData("de-CH", "USD 86’000")]
    [InlineData("de", "86.000 USD")]
    [InlineData("en-US", "closes Dec 12")]
    [InlineData("en", "closes 12 Dec")]
    public async Task Write_amounts_and_dates_as_the_reader_does(string tag, string written)
    {
        RenderedBrief brief = await RenderAsync(In(tag, "Full"), Audience.Manager);
        Assert.Contains(written, brief.Text, StringComparison.Ordinal);
        Assert.Equal(tag, Html.Parse(brief.Html).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("USD 48,500 by 12 Dec, +21 days", "USD~48,500 by 12~Dec, +21~days")]
    [InlineData("48.500 USD bis zum 12. Dez., seit 3 Tagen, 10 Min.", "48.500~USD bis zum 12.~Dez., seit 3~Tagen, 10~Min.")]
    [InlineData("Sep 30, 2026, 10:00 Uhr, 2 Marketing calls", "Sep~30, 2026, 10:00~Uhr, 2 Marketing calls")]
    [InlineData("30 Sep 2026 or Sep 2026", "30~Sep 2026 or Sep 2026")]
    public void Keep_a_number_and_its_unit_on_one_line(string text, string glued) => Assert.Equal(glued.Replace('~', '\u00A0'), Look.Glue(text));

    /// <summary>Questions and what to bring anew, as a composer would write them for these two.</summary>
    internal static BriefPair In(string tag, string name)
    {
        BriefPair pair = Samples.Named(name);
        BriefFacts facts = pair.Facts with { Manager = pair.Facts.Manager with { Language = tag }, Rep = pair.Facts.Rep with { Language = tag } };
        BriefPair anew = Pair(facts);
        return pair with { Facts = facts, Manager = pair.Manager with { Questions = anew.Manager.Questions }, Rep = anew.Rep };
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n', '\u00a0', '>'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}
