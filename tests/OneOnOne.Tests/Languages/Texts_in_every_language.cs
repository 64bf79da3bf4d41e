using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Tests.Languages;

public sealed partial class Texts_in_every_language
{
    private static readonly ResourceManager[] Files =
        [Formats.ResourceManager, CountryNames.ResourceManager, BriefTexts.ResourceManager, QuestionTexts.ResourceManager, PageTexts.ResourceManager, FormTexts.ResourceManager, InvitationTexts.ResourceManager, CoachingTexts.ResourceManager];

    /// <summary>Said by what is still to come.</summary>
    private static readonly string[] Awaited = ["PageTexts.AllTeams", "FormTexts.Confirm"];

    [Fact]
    public void German_has_every_text_that_English_has_and_no_other() =>
        Assert.Equal(Texts("").Keys.Order(StringComparer.Ordinal), Texts("de").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_text_asks_for_the_same_parts_in_both()
    {
        Dictionary<string, string> german = Texts("de");
        Assert.All(Texts(""), text =>
        {
            // A singular may leave its number out, or write it.
            string[] optional = text.Key.EndsWith("_one", StringComparison.Ordinal) ? ["n"] : [];
            Assert.Equal(PartsOf(text.Value).Except(optional), PartsOf(german[text.Key]).Except(optional));
        });
    }

    [Fact]
    public void No_text_is_left_in_English() =>
        Assert.DoesNotContain(Texts("de"), text => text.Value.Contains(' ', StringComparison.Ordinal) && text.Value.Any(char.IsLetter) && !text.Value.Contains('{', StringComparison.Ordinal) && Texts("")[text.Key] == text.Value);

    /// <summary>Names are told by <c>nameof</c>, so the compiler finds one that is missing; this finds those that nothing says any more.</summary>
    [Fact]
    public void Every_text_is_said_somewhere()
    {
        string[] folders = ["shared", "local", "functions"];
        HashSet<string> said =
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*", SearchOption.AllDirectories))
                .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
                .SelectMany(path => Names().Matches(File.ReadAllText(path)).Select(name => name.Groups["name"].Value)),
        ];
        string[] unsaid =
        [
            .. Files.Except([CountryNames.ResourceManager]).SelectMany(file => Read(file, "").Keys.Select(name => $"{file.BaseName.Split('.')[^1]}.{Singular().Replace(name, "")}"))
                .Distinct(StringComparer.Ordinal).Where(name => !said.Contains(name)),
        ];
        Assert.Empty(unsaid.Except(Awaited));
    }

    [Fact]
    public void Every_country_with_a_calendar_has_its_name()
    {
        Assert.Equal(Countries.All.Select(country => country.Name), Countries.All.Select(country => Language.English.Country(country.Name)));
        Assert.Equal("Vereinigtes Königreich (England und Wales)", Language.Of("de").Country("United Kingdom (England and Wales)"));
        Assert.Equal(Countries.All.Count(), Read(CountryNames.ResourceManager, "").Count);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-CH")]
    public void A_country_writes_in_its_own_way_only_what_its_language_writes(string tag) => Assert.Empty(Read(Formats.ResourceManager, tag).Keys.Except(Texts("").Keys));

    [Fact]
    public void A_text_says_its_parts_as_numbers_choices_and_owners()
    {
        (Language english, Language german) = (Language.English, Language.Of("de"));
        Assert.Equal("1 of 1 open deal deserves a closer look.", english.Count(nameof(BriefTexts.CloserLook), 1, ("open", 1)));
        Assert.Equal("2 of 1,400 open deals deserve a closer look.", english.Count(nameof(BriefTexts.CloserLook), 2, ("open", 1400)));
        Assert.Equal("2 von 1.400 offenen Deals verdienen einen genaueren Blick.", german.Count(nameof(BriefTexts.CloserLook), 2, ("open", 1400)));
        Assert.Equal("Niklas' time in each stage", english.Say(nameof(BriefTexts.StageTimes), ("rep", "Niklas")));
        Assert.Equal("Niklas’ Zeit in jeder Phase", german.Say(nameof(BriefTexts.StageTimes), ("rep", "Niklas")));
    }

    [Fact]
    public void A_sentence_that_ends_in_an_abbreviation_has_one_full_stop()
    {
        string day = Language.Of("de").Weekday(new DateOnly(2026, 11, 17), new DateOnly(2026, 11, 23));
        Assert.Equal("Seit Di 17. Nov. keine abgeschlossene Aktivität verzeichnet.", Language.Of("de").Say(nameof(BriefTexts.NoActivitySince), ("day", day)));
        Assert.Equal("Bei Dana seit Di 17. Nov.", Language.Of("de").Say(nameof(BriefTexts.OwnedSince), ("rep", "Dana"), ("day", day)));
    }

    /// <summary>What a person wrote is no text of ours, whatever braces it has.</summary>
    [Fact]
    public void Braces_in_a_part_are_left_as_they_are() =>
        Assert.Equal("{n:a|b} {rep's}'s time in each stage", Language.English.Say(nameof(BriefTexts.StageTimes), ("rep", "{n:a|b} {rep's}")));

    [Fact]
    public void A_name_stands_in_one_file_alone() =>
        Assert.Empty(Files.SelectMany(file => Read(file, "").Keys).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Theory]
    [InlineData("en", "1,234", "1,234.5", "USD 48,500", "EUR 1,000.50", "30 Sep", "Sun 2 Nov 2025", "Tue 24 Nov 2026, 14:30 Europe/Berlin", "Dana's", "Niklas'", "a, b and c", "62 %")]
    [InlineData("en-US", "1,234", "1,234.5", "USD 48,500", "EUR 1,000.50", "Sep 30", "Sun, Nov 2, 2025", "Tue, Nov 24, 2026, 2:30 PM Europe/Berlin", "Dana's", "Niklas'", "a, b and c", "62%")]
    [InlineData("de", "1.234", "1.234,5", "48.500 USD", "1.000,50 EUR", "30. Sept.", "So 2. Nov. 2025", "Di 24. Nov. 2026, 14:30 Uhr Europe/Berlin", "Danas", "Niklas’", "a, b und c", "62 %")]
    [InlineData("de-CH", "1’234", "1’234.5", "USD 48’500", "EUR 1’000.50", "30. Sept.", "So 2. Nov. 2025", "Di 24. Nov. 2026, 14:30 Uhr Europe/Berlin", "Danas", "Niklas’", "a, b und c", "62 %")]
    public void Numbers_money_dates_and_names_are_written_as_the_reader_writes_them(
        string tag, string number, string tenths, string money, string cents, string day, string weekday, string moment, string possessive, string hissing, string list, string percent)
    {
        Language language = Language.Of(tag);
        DateOnly today = new(2026, 11, 23);
        Assert.Equal(
            [number, tenths, money, cents, day, weekday, moment, possessive, hissing, list, percent],
            [
                language.Number(1234), language.Tenths(1234.5), language.Of(new Money(48_500, "USD")), language.Of(new Money(1000.5m, "EUR")),
                language.Day(new DateOnly(2026, 9, 30), today), language.Weekday(new DateOnly(2025, 11, 2), today), language.Moment(new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero), "Europe/Berlin"),
                language.Possessive("Dana"), language.Possessive("Niklas"), language.And(["a", "b", "c"]), language.Percent(0.6299m),
            ]);
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("de_CH", "de-CH")]
    [InlineData("EN-us", "en-US")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void The_nearest_language_is_taken(string? asked, string taken) => Assert.Equal(taken, Language.Of(asked).Tag);

    // As an owner or as a choice of words, it is the same part.
    private static IEnumerable<string> PartsOf(string text) => Parts().Matches(text).Select(part => part.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Texts(string culture) => Files.SelectMany(file => Read(file, culture)).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, string> Read(ResourceManager file, string culture) =>
        file.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(one => (string)one.Key, one => (string)one.Value!, StringComparer.Ordinal);

    [GeneratedRegex(@"\{(?<name>\w+)('s|:[^{}|]+\|[^{}|]+)?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\b(?<name>(Formats|[A-Z]\w+Texts)\.[A-Z]\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();

    [GeneratedRegex("_one$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Singular();
}
