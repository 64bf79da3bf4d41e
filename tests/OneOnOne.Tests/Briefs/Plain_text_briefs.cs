using AngleSharp.Dom;
using OneOnOne.Briefs;

namespace OneOnOne.Tests.Briefs;

public sealed class Plain_text_briefs
{
    public static TheoryData<string, Audience> Golden => Samples.All;

    [Theory(DisplayName = "Read word for word as committed (set ONEONONE_RENEW_GOLDEN=1 to write them anew)")]
    [MemberData(nameof(Golden))]
    public async Task Read_word_for_word_as_committed(string name, Audience audience)
    {
        RenderedBrief brief = await BriefBuilder.RenderAsync(Samples.Named(name), audience);
        string text = $"Subject: {brief.Subject}\n{Preheader(brief.Html)}\n\n{brief.Text}";
        string path = Repository.File("tests", "OneOnOne.Tests", "Briefs", "Golden", $"{name}.{audience}.txt");
        if (Environment.GetEnvironmentVariable("ONEONONE_RENEW_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    private static string Preheader(string html) => Html.Parse(html).QuerySelector("body > div")!.TextContent;

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Fit_a_terminal_and_carry_no_markup(string name, Audience audience)
    {
        string text = (await BriefBuilder.RenderAsync(Samples.Named(name), audience)).Text;
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= TextBrief.Width, line));
        Assert.All(text, c => Assert.True(c == '\n' || !char.IsControl(c)));
        Assert.DoesNotContain('<', text);
        Assert.DoesNotContain("&#", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Full")]
    [InlineData("Journal")]
    public async Task Carry_every_sentence_of_the_HTML(string name)
    {
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            RenderedBrief brief = await BriefBuilder.RenderAsync(Samples.Named(name), audience);
            string text = Flat(brief.Text);
            string[] sentences = [.. Html.Parse(brief.Html).QuerySelectorAll("h1,p,li,.ask,.good,.warn").Select(Sentence)];
            Assert.True(sentences.Length > 40);
            Assert.All(sentences, sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
        }
    }

    private static string Sentence(IElement element) =>
        element.QuerySelector("span") is { } label && element.ClassList.Contains("ask")
            ? Flat(label.TextContent + ": " + element.TextContent.Trim()[label.TextContent.Length..])
            : Flat(element.TextContent);

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n', '\u00a0', '>'], StringSplitOptions.RemoveEmptyEntries));
}
