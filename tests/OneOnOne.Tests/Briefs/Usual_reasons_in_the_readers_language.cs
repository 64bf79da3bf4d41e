using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>One tap in a German mail is read in English by an English manager, whenever it was written.</summary>
public sealed class Usual_reasons_in_the_readers_language
{
    [Theory]
    [InlineData("Wir warten auf den Kunden", "en", "We are waiting for the customer")]
    [InlineData("Wir warten auf den Kunden. Urlaub bis Montag", "en", "We are waiting for the customer. Urlaub bis Montag")]
    [InlineData("The budget is not released. Their CFO left", "de", "Das Budget ist nicht freigegeben. Their CFO left")]
    [InlineData("The budget is not released", "en-US", "The budget is not released")]
    [InlineData("The budget is not released until May", "de", "The budget is not released until May")]
    [InlineData("Their CFO left. The budget is not released", "de", "Their CFO left. The budget is not released")]
    [InlineData("", "de", "")]
    public void Own_words_stay_as_they_are(string kept, string reader, string said) => Assert.Equal(said, UsualReasons.Said(kept, Language.Of(reader)));

    [Fact]
    public void Each_reason_of_a_form_is_known_again_in_every_language()
    {
        foreach (AnalysisPart part in Enum.GetValues<AnalysisPart>())
        {
            foreach ((_, string text) in UsualReasons.Of(part))
            {
                Assert.Equal(Language.Of("en")[text] + ". x", UsualReasons.Said(Language.Of("de")[text] + ". x", Language.Of("en")));
                Assert.Equal(Language.Of("de")[text], UsualReasons.Said(Language.Of("en")[text], Language.Of("de")));
            }
        }
    }

    [Theory]
    [InlineData(Audience.Manager, "en", "Dana's reason, Thu 19 Nov: Our side was late. Angebot liegt beim Chef.")]
    [InlineData(Audience.Rep, "de", "Ihr Grund, Do 19. Nov.: Wir waren zu spät. Angebot liegt beim Chef.")]
    public async Task Each_half_says_it_in_its_own(Audience audience, string language, string said)
    {
        BriefFacts facts = Facts.With((0, [Slipping(Samples.Northwind)])) with
        {
            Manager = Facts.Manager with { Language = "en" },
            Rep = Facts.Rep with { Language = "de" },
            Journal = new JournalFacts { Reasons = [new ReasonItem(new EntryId("r"), Samples.Northwind, "Wir waren zu spät. Angebot liegt beim Chef", Writer.Rep, At("2026-11-19T10:00:00Z"), [AnalysisPart.Slips])] },
        };
        Assert.Equal(language, facts.Reader(audience).Language);
        string text = string.Join(' ', (await RenderAsync(Pair(facts), audience)).Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, text.Split(said).Length - 1);
    }
}
