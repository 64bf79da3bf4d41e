using System.Text.RegularExpressions;
using OneOnOne.Briefs;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Seen.Tests;

/// <summary>Every kind of brief, as a mail reader shows it.</summary>
public sealed partial class Every_mail(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory(DisplayName = "Every kind of brief fits and is readable" + Chromium.Needed)]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Every_kind_of_brief_fits_and_is_readable(string language)
    {
        Visitor visitor = await Visitor.AtAsync(chromium, "");
        foreach (string kind in Samples.Names)
        {
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                await visitor.ShowAsync(await HtmlAsync(language, kind, audience), $"{language} {kind} {audience}");
            }
        }

        visitor.Complaints.AreNone();
    }

    /// <summary>Some mail readers drop the sheet: what is left has to be readable by itself.</summary>
    [SkippableTheory(DisplayName = "A brief is readable without its sheet" + Chromium.Needed)]
    [InlineData(Audience.Manager)]
    [InlineData(Audience.Rep)]
    public async Task A_brief_is_readable_without_its_sheet(Audience audience)
    {
        Visitor visitor = await Visitor.AtAsync(chromium, "");
        string html = await HtmlAsync("en", "Journal", audience);
        Assert.Equal(2, Sheets().Count(html));
        await visitor.ShowAsync(Sheets().Replace(html, ""), "without a sheet");
        visitor.Complaints.AreNone();
    }

    private static async Task<string> HtmlAsync(string language, string kind, Audience audience) => (await BriefBuilder.RenderAsync(German_briefs.In(language, kind), audience)).Html;

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sheets();
}
