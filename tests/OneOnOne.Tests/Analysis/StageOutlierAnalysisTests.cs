using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class StageOutlierAnalysisTests
{
    private static readonly double[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];

    private static readonly double[] Eighty = [.. Enumerable.Repeat(Eight, 10).SelectMany(days => days)];

    private static readonly double[] UpTo80 = [.. Enumerable.Range(1, 80).Select(day => (double)day)];

    /// <summary>73 days in the stage: longer than nine in ten of <see cref="UpTo80"/>, and not than all.</summary>
    private static readonly Opportunity Slow = Open(entered: 20 - 73);

    /// <summary>Lost deals took from 40 days on: whoever is slow is likely lost.</summary>
    private static readonly double[] SlowLost = [.. Enumerable.Range(40, 30).Select(day => (double)day)];

    private static readonly Thresholds Loose = new() { OutlierPercentile = 0.85 };

    private static RepBook With(Opportunity deal, double[]? own = null, double[]? team = null, double[]? company = null, double[]? lost = null)
    {
        RepBook book = Book(deal);
        lost ??= SlowLost;
        return book with { Head = book.Head with { Record = Visits(own ?? [], lost) }, Team = Visits(team ?? [], lost), Company = Visits(company ?? [], lost) };
    }

    private static RepBook Alone(Opportunity deal, double[] won, double[]? lost = null) => With(deal, won, won, won, lost);

    private static PartResult Judge(RepBook book, Thresholds? thresholds = null) => StageOutlierAnalysis.Of(book, Context(thresholds: thresholds));

    private static StageOutlier Outlier(RepBook book, Thresholds? thresholds = null) => Assert.IsType<StageOutlier>(Assert.Single(Judge(book, thresholds).Findings));

    [Fact]
    public void The_ladder_goes_from_rep_to_team_to_company_to_the_admins_number_to_nothing()
    {
        double[] seven = Eight[1..];
        Thresholds admin = Loose with { OutlierDefaultDays = 15 };
        Opportunity deal = Open(entered: 2);
        Assert.Equal(BenchmarkRung.Rep, Outlier(With(deal, Eight, Eight, Eight), admin).Rung);
        Assert.Equal(BenchmarkRung.Team, Outlier(With(deal, seven, Eight, Eight), admin).Rung);
        Assert.Equal(BenchmarkRung.Company, Outlier(With(deal, seven, seven, Eight), admin).Rung);
        Assert.Equal(BenchmarkRung.AdminDefault, Outlier(With(deal, seven, seven, seven), admin).Rung);
        PartResult nothing = Judge(With(deal, seven, seven, seven));
        Assert.Empty(nothing.Findings);
        Assert.Equal([new DataNote(DataIssue.TooFewWonVisits, 1)], nothing.Notes.AsEnumerable());
        Assert.Equal(BenchmarkRung.Rep, Outlier(With(deal, seven, Eight, Eight), Loose with { MinimumWonVisits = 7 }).Rung);
    }

    /// <summary>Alone, a stay that one in ten won deals outlast is worth a word. Among thirty that are looked at, three such are chance.</summary>
    [Fact]
    public void A_long_stay_is_no_alarm_among_so_many_that_chance_may_account_for_it()
    {
        RepBook alone = Alone(Slow, UpTo80, lost: [.. Enumerable.Range(60, 80).Select(day => (double)day)]);
        Assert.Single(Judge(alone).Findings);

        RepBook many = alone with { Open = [Slow, .. Enumerable.Range(2, 29).Select(id => Open($"O{id}", entered: 19))] };
        Assert.Empty(Judge(many).Findings);

        RepBook several = many with { Open = [.. many.Open.Take(25), .. Enumerable.Range(101, 9).Select(id => Slow with { Id = new OpportunityId($"O{id}") })] };
        Assert.Equal(10, Judge(several).Findings.Length);
    }

    [Theory]
    [InlineData(10, false)] // Ten days, and the limit is ten.
    [InlineData(9.99, true)]
    public void Only_strictly_longer_is_past_the_limit(double entered, bool expected) =>
        Assert.Equal(expected, IsPast(0.9, entered, [10, 10, 10, 10, 10, 10, 10, 10]));

    [Theory]
    [InlineData(0.75, 13.74, true)] // 6.25 days
    [InlineData(0.75, 13.76, false)]
    [InlineData(0.90, 12.69, true)] // 7.3 days
    [InlineData(0.90, 12.71, false)]
    public void The_limit_is_the_percentile(double percentile, double entered, bool expected) => Assert.Equal(expected, IsPast(percentile, entered, Eight));

    private static bool IsPast(double percentile, double entered, double[] won)
    {
        RepBook book = Alone(Open(entered: entered), won);
        return Benchmark.For("Proposal", book, new Thresholds { OutlierPercentile = percentile })!.IsPast(StageOutlierAnalysis.Present(book.Open[0], book)!, Days.At(20));
    }

    [Fact]
    public void No_alarm_on_this_side_of_the_limit_that_the_reader_can_count() =>
        Assert.Empty(Judge(Alone(Open(entered: 2), [.. Enumerable.Range(0, 90).Select(i => 1 + (i % 8.0)), .. Enumerable.Repeat(19.0, 11)])).Findings);

    [Fact]
    public void Nine_won_visits_are_the_fewest_that_can_show_one_in_ten()
    {
        Opportunity deal = Open(entered: 1);
        Assert.Empty(Judge(Alone(deal, Eight)).Findings);
        Assert.Equal(0.1, Outlier(Alone(deal, [.. Eight, 4])).WonBeyond);
    }

    [Fact]
    public void Where_lost_deals_take_as_long_as_won_ones_or_less_being_slow_is_no_alarm()
    {
        PartResult alike = Judge(Alone(Slow, UpTo80, lost: UpTo80));
        Assert.Empty(alike.Findings);
        Assert.Empty(alike.Notes);
        Assert.Empty(Judge(Alone(Slow, UpTo80, lost: [.. UpTo80.Select(days => days / 3)])).Findings);
        Assert.NotEmpty(Judge(Alone(Open(entered: 11.7), Eighty, lost: SlowLost)).Findings);
    }

    [Fact]
    public void What_neither_won_nor_lost_deals_ever_come_near_is_an_alarm_once_enough_were_won()
    {
        Opportunity deal = Open(entered: 2);
        Assert.Equal(1.0 / 81, Outlier(Alone(deal, Eighty, lost: Eighty)).WonBeyond);
        Assert.Empty(Judge(Alone(deal, Eighty[..16], lost: Eighty)).Findings);
        Assert.Empty(Judge(Alone(deal, [.. Eighty, .. Enumerable.Repeat(18.1, 8)], lost: Eighty)).Findings);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    public void Without_lost_deals_to_compare_with_that_is_what_is_said(int lost, int notes)
    {
        PartResult part = Judge(Alone(Slow, UpTo80, lost: [.. Enumerable.Repeat(3.0, lost)]));
        Assert.Empty(part.Findings);
        Assert.Equal(Enumerable.Repeat(new DataNote(DataIssue.TooFewLostVisits, 1), notes), part.Notes);
    }

    [Fact]
    public void Won_deals_that_are_still_open_are_made_up_for()
    {
        // Half of those that took as long as this one are still open: what is won so far looks quicker than it is.
        StageVisits closed = Visits([.. Eighty, .. Enumerable.Repeat(19.0, 8)], SlowLost).Of("Proposal");
        OpenVisit[] open = [.. Enumerable.Repeat(new OpenVisit(Days.At(10).ToUnixTimeSeconds(), null), 80)];
        RepBook book = Book(Open(entered: 1.5));
        Assert.Single(Judge(Of(closed)).Findings);
        Assert.Empty(Judge(Of(closed with { Open = OpenVisits.Of(open) })).Findings);

        RepBook Of(StageVisits visits)
        {
            TrackRecord record = new(System.Collections.Immutable.ImmutableSortedDictionary<string, StageVisits>.Empty.Add("Proposal", visits));
            return book with { Head = book.Head with { Record = record }, Team = record, Company = record };
        }
    }

    [Fact]
    public void The_evidence_can_be_checked()
    {
        StageOutlier outlier = Outlier(Alone(Open(entered: 2), Eighty));
        Assert.Equal((18, 8.0, 0.9, 80, 80, 4.5, 30), (outlier.AgeDays, Math.Round(outlier.LimitDays, 9), outlier.Percentile, outlier.WonVisits, outlier.WonVisitsShorter, outlier.WonMedianDays, outlier.LostVisits));
        Assert.Equal((Days.At(2), true, 54.5, (DateTimeOffset?)null), (outlier.EnteredAt, outlier.EntryKnown, outlier.LostMedianDays, outlier.OwnedSince));
        Assert.InRange(outlier.WonBeyond!.Value, 1.0 / 81, 0.05);
        Assert.InRange(outlier.LostBeyond!.Value, 0.5, 1);
        Assert.Equal((30, 30, 0), (outlier.Chance!.Visits, outlier.Chance.Known, outlier.Chance.WonWithin));
        Assert.Equal((110, 80), (outlier.ChanceAtEntry!.Visits, outlier.ChanceAtEntry.WonWithin));
        Assert.True(outlier.Chance.Won < 0.1 && outlier.ChanceAtEntry.Won > 0.6);
    }

    [Fact]
    public void The_admins_number_has_no_percentile_and_needs_no_lost_deals()
    {
        StageOutlier outlier = Outlier(Alone(Open(), [], lost: []), new Thresholds { OutlierDefaultDays = 18 });
        Assert.Equal((18.0, (double?)null, 0, (double?)null), (outlier.LimitDays, outlier.Percentile, outlier.WonVisits, outlier.WonBeyond));
    }

    [Fact]
    public void An_unknown_entry_is_a_lower_bound_and_is_noted()
    {
        PartResult part = Judge(Alone(Open() with { StageEntries = [] }, Eight), Loose);
        Assert.False(Assert.IsType<StageOutlier>(Assert.Single(part.Findings)).EntryKnown);
        Assert.Equal([new DataNote(DataIssue.StageEntryUnknown, 1)], part.Notes.AsEnumerable());
    }

    [Fact]
    public void Who_took_a_deal_over_is_told_since_when()
    {
        Opportunity deal = Open();
        ObservedState state = deal.Observed[0].State!;
        PersonId other = new("other");
        Assert.Equal(Days.At(14), Outlier(Alone(Owned((1, other), (9, state.Owner), (12, other), (14, state.Owner)), Eight), Loose).OwnedSince);
        Assert.Null(Outlier(Alone(Owned((1, state.Owner), (9, state.Owner)), Eight), Loose).OwnedSince);
        Assert.Null(Outlier(Alone(Owned((1, other), (2, state.Owner)) with { StageEntries = [new StageEntry("Proposal", Days.At(3))] }, Eight), Loose).OwnedSince);

        Opportunity Owned(params (int Day, PersonId Owner)[] owners) => deal with
        {
            Observed = [.. owners.Select(one => new Observation(Days.At(one.Day), state with { Owner = one.Owner }))],
        };
    }

    [Fact]
    public void Visits_to_another_stage_are_no_measure() => Assert.Empty(Judge(With(Open(stage: "Negotiation"), Eight, Eight, Eight)).Findings);
}
