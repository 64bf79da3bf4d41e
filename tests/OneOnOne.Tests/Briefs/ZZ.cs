using OneOnOne.Briefs;
namespace OneOnOne.Tests.Briefs;
public sealed class ZZ
{
    [Fact]
    public async Task Print()
    {
        foreach (string name in new[] { "Full", "First", "Clear", "Journal", "Slips" })
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            BriefFacts f = Samples.Named(name).Facts;
            BriefPair pair = BriefBuilder.Pair(f with { Manager = f.Manager with { Language = "de" }, Rep = f.Rep with { Language = "de" } });
            RenderedBrief b = await BriefBuilder.RenderAsync(pair, audience);
            File.WriteAllText($"/tmp/lang/{name}.{audience}.txt", b.Subject + "\n\n" + b.Text);
            File.WriteAllText($"/tmp/lang/{name}.{audience}.html", b.Html);
        }
    }
}
