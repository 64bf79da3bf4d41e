using System.Collections.Immutable;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis.Quotas;

/// <summary>From a book to what a brief says of the rest of the period. Day 20 of 31, so that eleven days and a half are left.</summary>
public sealed class QuotaOutlookTests
{
    private static readonly Quota March = new(Days.On(1), Days.On(31), new Money(100, "EUR"));

    private static Money Eur(decimal amount) => new(amount, "EUR");

    /// <summary>So many deals each way that were in Proposal, all closed the same number of days after they entered it.</summary>
    private static TrackRecord Past(int won, int lost, int days = 25) => new(ImmutableSortedDictionary<string, StageVisits>.Empty.Add("Proposal", new StageVisits(Same(won, days), Same(lost, days))))
    {
        Reps = [new RepTotals(won, lost)],
    };

    private static Durations Same(int count, int days) => Durations.Of(Enumerable.Repeat(days * 86_400L, count));

    private static QuotaAttainment Of(RepBook book, Quota? quota = null) => Assert.Single(QuotaAttainment.Of([quota ?? March], book, Context()));

    private static RepBook With(TrackRecord past, params Opportunity[] open) => Book(open) with { Head = Book().Head with { Record = past }, Company = past };

    [Fact]
    public void Half_of_many_deals_like_it_were_won_so_half_of_the_money_counts_and_the_chance_is_five_in_ten()
    {
        QuotaAttainment quota = Of(With(Past(500, 500), Open(close: 31, amount: Eur(120))));
        Assert.Equal(new QuotaOutlook(60, 0.5, 1, 0, 0), quota.Outlook);
        Assert.Equal(QuotaStanding.AtRisk, quota.Outlook!.Standing);
    }

    [Fact]
    public void Money_is_weighted_where_its_date_lies_in_the_period_and_the_chance_counts_every_deal()
    {
        QuotaOutlook outlook = Of(With(Past(500, 500), Open("O1", close: 31, amount: Eur(120)), Open("O2", close: 32, amount: Eur(120)), Open("O3", amount: Eur(300)))).Outlook!;
        Assert.Equal((60m, 0.9, 3), (outlook.Weighted, outlook.Chance, outlook.Counted)); // Any of three: 7 in 8.
    }

    [Fact]
    public void What_has_no_amount_in_the_currency_or_no_past_is_left_out_and_counted()
    {
        QuotaOutlook outlook = Of(With(Past(500, 500), Open("O1", close: 31, amount: Eur(120)), Open("O2", close: 31), Open("O3", amount: new Money(9, "USD")), Open("O4", stage: "Discovery", amount: Eur(9)))).Outlook!;
        Assert.Equal(new QuotaOutlook(60, 0.5, 1, 3, 0), outlook);
    }

    [Fact]
    public void Fewer_than_eight_closed_deals_give_no_number()
    {
        Assert.Equal(new QuotaOutlook(null, null, 0, 1, 0), Of(With(Past(3, 4), Open(close: 31, amount: Eur(120)))).Outlook);
        Assert.NotNull(Of(With(Past(4, 4), Open(close: 31, amount: Eur(120)))).Outlook!.Chance);
    }

    [Fact]
    public void Where_most_of_the_open_deals_have_no_past_there_is_no_number()
    {
        QuotaOutlook outlook = Of(With(Past(500, 500), Open("O1", amount: Eur(120)), Open("O2", stage: "Discovery", amount: Eur(1)), Open("O3", stage: "Discovery", amount: Eur(1)))).Outlook!;
        Assert.Equal((null, 1, 2), (outlook.Chance, outlook.Counted, outlook.LeftOut));
    }

    [Fact]
    public void What_cannot_close_in_time_is_not_hoped_for()
    {
        // Entered on day 1 and 19 days old: with closings on the 40th day, none comes within the period.
        QuotaOutlook outlook = Of(With(Past(500, 500, days: 40), Open(close: 31, amount: Eur(120)))).Outlook!;
        Assert.Equal((0.0, QuotaStanding.OffTrack), (outlook.Chance, outlook.Standing));
    }

    [Fact]
    public void Reached_is_reached_and_so_is_a_target_of_nothing()
    {
        Assert.Null(Of(With(Past(500, 500), Open(amount: Eur(5))), March with { Target = Eur(0) }).Outlook);
        RepBook book = With(Past(500, 500));
        book = book with { Head = book.Head with { Closed = [Won("W", 10, 5, 100)] } };
        Assert.Null(Of(book).Outlook);
    }

    private static ClosedOpportunity Won(string id, double at, double cycle, decimal amount, string currency = "EUR") =>
        new(new OpportunityId(id), null, null, new Money(amount, currency), Outcome.Won, Days.At(at), Days.At(at - cycle));

    /// <summary>A win every ten days for 400 days.</summary>
    private static RepBook Quick(double cycle, TrackRecord? team = null)
    {
        RepBook book = With(Past(500, 500));
        ClosedOpportunity[] wins = [.. Enumerable.Range(0, 40).Select(i => Won("W" + i, -10 * i, cycle, 60)), Won("U", -5, 1, 900, "USD")];
        return book with { Head = book.Head with { Closed = [.. wins.OrderBy(win => win.ClosedAt)] }, Team = team ?? TrackRecord.Empty };
    }

    [Fact]
    public void Quick_wins_of_the_past_come_again()
    {
        // Days 20 to 31 are 11.5: a win that took a tenth of them is new for nine tenths. 40 wins since day -391.15, so 36 of 411.15 days.
        QuotaOutlook outlook = Of(Quick(1.15)).Outlook!;
        Assert.Equal(1.0, outlook.NewWins);
        Assert.Equal(0.3, outlook.Chance); // Two of them are needed: 1 - 2/e = 0.26.
        Assert.Equal((0.0, 0.0), (Of(Quick(30)).Outlook!.NewWins, Of(Quick(30)).Outlook!.Chance));
    }

    [Fact]
    public void A_team_that_wins_more_quickly_lifts_what_is_expected_of_a_rep_and_own_wins_count_once()
    {
        TrackRecord team = TrackRecord.Empty with { Bookings = TrackRecord.Empty.Bookings.Add("EUR", new Bookings([], new QuickWins([160], 400))) };

        // The others': 160 x (1 - 3.5 / 11.5) in 400 days, worth ten wins; so (36 + 10) of (411.15 + 35.94) days.
        Assert.Equal(1.2, Of(Quick(1.15, team)).Outlook!.NewWins);
        RepBook alone = Quick(1.15, team);
        Assert.Equal(1.0, Of(alone with { Head = alone.Head with { Record = alone.Head.Record with { Bookings = team.Bookings } } }).Outlook!.NewWins);
    }

    [Fact]
    public void Labels_are_the_admin_s()
    {
        QuotaLabels strict = new() { OnTrackFrom = 0.9, AtRiskFrom = 0.5 };
        RepBook book = With(Past(400, 600), Open(close: 31, amount: Eur(120)));
        QuotaOutlook outlook = Assert.Single(QuotaAttainment.Of([March], book, Context() with { QuotaLabels = strict })).Outlook!;
        Assert.Equal((0.4, QuotaStanding.OffTrack), (outlook.Chance, outlook.Standing));
        Assert.Equal([QuotaStanding.OffTrack, QuotaStanding.AtRisk, QuotaStanding.AtRisk, QuotaStanding.OnTrack], new[] { 0.2, 0.3, 0.6, 0.7 }.Select(new QuotaLabels().Of));
    }
}
