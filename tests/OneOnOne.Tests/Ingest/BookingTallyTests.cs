using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

public sealed class BookingTallyTests
{
    private static ClosedOpportunity Deal(double closed, decimal? amount, double? created = null, Outcome outcome = Outcome.Won, string currency = "EUR") =>
        new(new OpportunityId($"{closed}{amount}{currency}"), null, null, amount is { } money ? new Money(money, currency) : null, outcome, Days.At(closed), created is { } day ? Days.At(day) : null);

    [Fact]
    public void Wins_add_up_by_currency_and_day()
    {
        var bookings = BookingTally.Of([Deal(5, 10), Deal(5.2, 7), Deal(4, 1), Deal(5, 3, currency: "USD"), Deal(5, 99, outcome: Outcome.Lost), Deal(5, null)]);
        Assert.Equal(["EUR", "USD"], bookings.Keys);
        Assert.Equal<BookedDay>([new BookedDay(Days.On(4), 1, 1), new BookedDay(Days.On(5), 17, 2)], bookings["EUR"].Days);
        Assert.Equal<BookedDay>([new BookedDay(Days.On(5), 3, 1)], bookings["USD"].Days);
    }

    [Fact]
    public void What_is_older_than_two_years_and_a_quarter_is_forgotten() =>
        Assert.Equal([Days.On(2), Days.On(831)], BookingTally.Of([Deal(1, 1), Deal(2, 1), Deal(831, 1)])["EUR"].Days.Select(day => day.On));

    [Fact]
    public void Quick_wins_are_counted_by_their_week_and_slow_undated_and_old_ones_are_not()
    {
        QuickWins quick = BookingTally.Of([Deal(500, 1, 496), Deal(499, 1, 492), Deal(498, 1, 492), Deal(497, 1, 100), Deal(496, 1), Deal(495, 1, 497), Deal(60, 1, 59)])["EUR"].Quick;
        Assert.Equal<int>([2, 1], quick.ByWeeks);
        Assert.Equal(BookHead.ClosedKeptDays, quick.RepDays);
        Assert.Equal(12, BookingTally.Of([Deal(10, 1, 2), Deal(14, 1, 13), Deal(3, null, outcome: Outcome.Lost)])["EUR"].Quick.RepDays);
    }

    [Fact]
    public void A_team_s_are_the_sum_of_its_reps_and_the_company_keeps_none()
    {
        TrackRecord[] reps = [Of(Deal(5, 10, 1), Deal(6, 1, 1)), Of(Deal(5, 2, -9)), Of(Deal(5, 8, currency: "USD"))];
        Bookings team = TrackRecord.OfTeam(reps).Bookings["EUR"];
        Assert.Equal<BookedDay>([new BookedDay(Days.On(5), 12, 2), new BookedDay(Days.On(6), 1, 1)], team.Days);
        Assert.Equal<int>([2, 0, 1], team.Quick.ByWeeks);
        Assert.Equal(5 + 14, team.Quick.RepDays);
        Assert.Empty(CompanySum.Of(reps).Bookings);
        Assert.Empty(Of().Bookings);

        static TrackRecord Of(params ClosedOpportunity[] deals) => TrackRecord.Empty with { Bookings = BookingTally.Of(deals) };
    }
}
