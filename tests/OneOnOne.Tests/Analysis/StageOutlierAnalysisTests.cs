using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class StageOutlierAnalysisTests
{
    private static readonly double[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];

    private static RepBook With(Opportunity deal, double[]? own = null, double[]? team = null, double[]? company = null)
    {
        RepBook book = Book(deal);
        return book with { Head = book.Head with { Record = Won(own ?? []) }, Team = Won(team ?? []), Company = Won(company ?? []) };
    }

    private static PartResult Judge(RepBook book, Thresholds? thresholds = null) => StageOutlierAnalysis.Of(book, Context(thresholds: thresholds));

    [Fact]
    public void The_ladder_goes_from_rep_to_team_to_company_to_the_admins_number_to_nothing()
    {
        double[] seven = Eight[1..];
        Thresholds admin = new() { OutlierDefaultDays = 15 };
        Opportunity deal = Open(entered: 2);
        Assert.Equal(BenchmarkRung.Rep, Rung(With(deal, Eight, Eight, Eight), admin));
        Assert.Equal(BenchmarkRung.Team, Rung(With(deal, seven, Eight, Eight), admin));
        Assert.Equal(BenchmarkRung.Company, Rung(With(deal, seven, seven, Eight), admin));
        Assert.Equal(BenchmarkRung.AdminDefault, Rung(With(deal, seven, seven, seven), admin));
        PartResult nothing = Judge(With(deal, seven, seven, seven));
        Assert.Empty(nothing.Findings);
        Assert.Equal([new DataNote(DataIssue.TooFewWonVisits, 1)], nothing.Notes.AsEnumerable());
        Assert.Equal(BenchmarkRung.Rep, Rung(With(deal, seven), new Thresholds { MinimumWonVisits = 7 }));

        static BenchmarkRung Rung(RepBook book, Thresholds thresholds) => Assert.IsType<StageOutlier>(Assert.Single(Judge(book, thresholds).Findings)).Rung;
    }

    [Theory]
    [InlineData(10, false)] // Ten days, and the limit is ten.
    [InlineData(9.99, true)]
    public void Only_strictly_longer_is_an_outlier(double entered, bool expected) =>
        Assert.Equal(expected, !Judge(With(Open(entered: entered), [10, 10, 10, 10, 10, 10, 10, 10])).Findings.IsEmpty);

    [Theory]
    [InlineData(0.75, 13.74, true)] // 6.25 days
    [InlineData(0.75, 13.76, false)]
    [InlineData(0.90, 12.69, true)] // 7.3 days
    [InlineData(0.90, 12.71, false)]
    public void The_limit_is_the_percentile(double percentile, double entered, bool expected) =>
        Assert.Equal(expected, !Judge(With(Open(entered: entered), Eight), new Thresholds { OutlierPercentile = percentile }).Findings.IsEmpty);

    [Fact]
    public void The_evidence_can_be_checked()
    {
        StageOutlier outlier = Assert.IsType<StageOutlier>(Assert.Single(Judge(With(Open(entered: 12.5), Eight)).Findings));
        Assert.Equal((7, 7.3, 0.9, 8, 7, 4.5, 0), (outlier.AgeDays, Math.Round(outlier.LimitDays, 9), outlier.Percentile, outlier.WonVisits, outlier.WonVisitsShorter, outlier.WonMedianDays, outlier.LostVisits));
        Assert.Equal((Days.At(12.5), true, (double?)null), (outlier.EnteredAt, outlier.EntryKnown, outlier.LostMedianDays));
    }

    [Fact]
    public void The_admins_number_has_no_percentile()
    {
        StageOutlier outlier = Assert.IsType<StageOutlier>(Assert.Single(Judge(With(Open()), new Thresholds { OutlierDefaultDays = 18 }).Findings));
        Assert.Equal((18.0, (double?)null, 0), (outlier.LimitDays, outlier.Percentile, outlier.WonVisits));
    }

    [Fact]
    public void An_unknown_entry_is_a_lower_bound_and_is_noted()
    {
        PartResult part = Judge(With(Open() with { StageEntries = [] }, Eight));
        Assert.False(Assert.IsType<StageOutlier>(Assert.Single(part.Findings)).EntryKnown);
        Assert.Equal([new DataNote(DataIssue.StageEntryUnknown, 1)], part.Notes.AsEnumerable());
    }

    [Fact]
    public void Visits_to_another_stage_are_no_measure() => Assert.Empty(Judge(With(Open(stage: "Negotiation"), Eight, Eight, Eight)).Findings);
}
