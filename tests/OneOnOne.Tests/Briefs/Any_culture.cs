using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Tests.Promises;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Any_culture
{
    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [Promise("R15", "every sample brief in 6 cultures and each language")]
    public async Task R15_Gives_the_same_bytes(string culture)
    {
        string expected = await EverythingAsync(CultureInfo.InvariantCulture);
        Assert.Equal(expected, await EverythingAsync(CultureInfo.GetCultureInfo(culture)));
    }

    private static async Task<string> EverythingAsync(CultureInfo culture)
    {
        (CultureInfo before, CultureInfo beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            StringWriter all = new(CultureInfo.CurrentCulture);
            BriefPair[] samples = [.. Samples.Names.Select(Samples.Named)];
            foreach ((BriefPair made, string tag) in samples.SelectMany(sample => Language.Tags.Select(tag => (sample, tag))))
            {
                // Questions anew, in this culture.
                BriefPair anew = Pair(made.Facts with { Manager = made.Facts.Manager with { Language = tag }, Rep = made.Facts.Rep with { Language = tag } });
                BriefPair pair = made with { Facts = anew.Facts, Manager = made.Manager with { Questions = anew.Manager.Questions }, Rep = anew.Rep };
                foreach (Audience audience in Enum.GetValues<Audience>())
                {
                    RenderedBrief brief = await RenderAsync(pair, audience);
                    all.Write(brief.Subject + brief.Html + brief.Text + BriefJson.Of(pair, audience));
                }

                (PersonId, Finding)[] findings = [.. pair.Facts.Findings.Select(finding => (pair.Facts.Rep.Id, finding))];
                FindingsCsv.Write(all, findings);
                all.Write(FindingsJson.Of(findings));
            }

            return all.ToString();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
