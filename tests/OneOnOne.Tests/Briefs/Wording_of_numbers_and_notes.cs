using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Tests.Briefs;

public sealed class Wording_of_numbers_and_notes
{
    private static readonly Voice Reps = Voice.Of(BriefBuilder.Facts, Audience.Rep);

    [Theory]
    [InlineData("48500", "USD 48,500")]
    [InlineData("48500.00", "USD 48,500")]
    [InlineData("48500.5", "USD 48,500.50")]
    [InlineData("0.125", "USD 0.125")]
    [InlineData("-1200", "USD -1,200")]
    public void Money_carries_its_code_and_cents_only_where_there_are_some(string amount, string text) =>
        Assert.Equal(text, Language.English.Of(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "USD")));

    [Fact]
    public void Currencies_are_never_added() =>
        Assert.Equal("CHF 1, EUR 30 and USD 5", Language.English.Sums([new Money(10, "EUR"), new Money(5, "USD"), new Money(20, "EUR"), new Money(1, "CHF")]));

    /// <summary>Amounts of which no two have a sum that is another's: a total across currencies would show.</summary>
    [Fact]
    public async Task No_total_of_a_brief_is_across_currencies()
    {
        Money[] amounts = [new(1_000, "EUR"), new(20_000, "EUR"), new(300_000, "USD"), new(4_000_000, "JPY")];
        Finding[] findings = [.. amounts.Select((amount, i) => BriefBuilder.Stalled(BriefBuilder.Deal("d" + i, "Deal", null, "Proposal", amount, null)))];
        BriefFacts facts = BriefBuilder.Facts.With([.. findings.Select(finding => ((int?)null, new[] { finding }))]);
        facts = facts with { Context = facts.Context with { OpenCount = 4, OpenValue = Money.SumByCurrency(amounts.Cast<Money?>()) } };
        string text = (await BriefBuilder.RenderAsync(BriefBuilder.Pair(facts), Audience.Manager)).Text.Replace("\n", " ", StringComparison.Ordinal);
        Assert.Contains("4 of 4 open deals deserve a closer look: EUR 21,000, JPY 4,000,000 and USD 300,000 at stake.", text, StringComparison.Ordinal);
        Assert.Contains("4 open deals: EUR 21,000, JPY 4,000,000 and USD 300,000.", text, StringComparison.Ordinal);
        string[] across = ["301,000", "320,000", "321,000", "4,001,000", "4,020,000", "4,021,000", "4,300,000", "4,301,000", "4,320,000", "4,321,000"];
        Assert.All(across, sum => Assert.DoesNotContain(sum, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Long_lists_end_in_a_number()
    {
        Assert.Equal("A, B and C", Wording.Few(["A", "B", "C"], Reps));
        Assert.Equal("A, B and 3 more", Wording.Few(["A", "B", "C", "D", "E"], Reps));
    }

    [Fact]
    public void Every_data_issue_and_missing_analysis_has_words_of_its_own()
    {
        string[] said =
        [
            .. Enum.GetValues<DataIssue>().Select(issue => Wording.Of(new DataNote(issue, 1) { Since = new DateOnly(2026, 11, 2) }, Reps)),
            .. Enum.GetValues<AnalysisPart>().Select(part => Wording.Of(part, Reps)),
            .. Enum.GetValues<AnalysisPart>().Select(part => Wording.Name(part, Language.English)),
        ];
        Assert.Equal(said.Length, said.Distinct(StringComparer.Ordinal).Count());
        Assert.All(said, sentence => Assert.NotEmpty(sentence));
    }
}
