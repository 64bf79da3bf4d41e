using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis.Quotas;

/// <summary>In a company whose hazards are known, quotas are reached as often as was said.</summary>
public sealed class QuotaCalibrationTests
{
    private const int Reps = 18;
    private const int FirstQuarter = 6;
    private const int Quarters = 12;
    private const double Quarter = 91;

    private static readonly (double Chance, bool Hit)[] Said = [.. Cases()];

    [Fact]
    public void A_quota_is_reached_as_often_as_was_said()
    {
        Assert.True(Said.Length >= 50);
        foreach ((double from, double to) in new[] { (0.0, 1.01), (0, 0.3), (0.3, 0.7), (0.7, 1.01) })
        {
            (double Chance, bool Hit)[] some = [.. Said.Where(one => one.Chance >= from && one.Chance < to)];
            double expected = some.Sum(one => one.Chance);
            double error = Math.Sqrt(some.Sum(one => one.Chance * (1 - one.Chance)));
            Assert.True(some.Length >= 10, $"{some.Length} cases from {from} to {to}");
            Assert.True(Math.Abs(some.Count(one => one.Hit) - expected) <= 2.5 * error + 0.5, $"{from} to {to}: {expected:0.0} expected, {some.Count(one => one.Hit)} of {some.Length} seen, standard error {error:0.0}");
        }
    }

    [Fact]
    public void Chances_tell_more_than_the_share_of_quotas_that_are_reached()
    {
        double share = Said.Average(one => one.Hit ? 1.0 : 0);
        Assert.True(Said.Average(one => Square(one.Chance - (one.Hit ? 1 : 0))) < 0.8 * share * (1 - share));
    }

    private static double Square(double number) => number * number;

    /// <summary>Each rep and quarter once: 10, 40 or 70 days into it, with a quota of more or less than what is usual.</summary>
    private static IEnumerable<(double Chance, bool Hit)> Cases()
    {
        Draws draws = new(2026);
        SimulatedSeller[] sellers =
        [
            .. Enumerable.Range(0, Reps).Select(rep => new SimulatedSeller(new PersonId("rep" + rep), 0.04 + (0.08 * draws.Share()), 0.006 + (0.01 * draws.Share()), 0.012, 1_000)
                .Live(Quarter * (Quarters + 1), draws)),
        ];
        for (int quarter = FirstQuarter; quarter < Quarters; quarter++)
        {
            double start = quarter * Quarter;
            foreach (int into in new[] { 10, 40, 70 })
            {
                double day = start + into;
                RepBook[] books = Books(sellers, day);
                for (int rep = (quarter + into / 30) % 3; rep < Reps; rep += 3)
                {
                    decimal usual = sellers[rep].Booked(start - (4 * Quarter), start) / 4;
                    Quota quota = new(Date(start), Date(start + Quarter).AddDays(-1), new Money(decimal.Round(usual * (decimal)(0.4 + (1.1 * draws.Share()))), "EUR"));
                    decimal closed = sellers[rep].Booked(start, day);
                    if (closed < quota.Target.Amount && QuotaForecast.Of(quota, closed, books[rep], new WinChances(books[rep]), BookBuilder.Context() with { AsOf = SimulatedSeller.Start.AddDays(day) }).Chance is { } chance)
                    {
                        yield return (chance, sellers[rep].Booked(start, start + Quarter) >= quota.Target.Amount);
                    }
                }
            }
        }
    }

    private static DateOnly Date(double day) => DateOnly.FromDateTime(SimulatedSeller.Start.AddDays(day).UtcDateTime);

    private static RepBook[] Books(SimulatedSeller[] sellers, double day)
    {
        DateTimeOffset at = SimulatedSeller.Start.AddDays(day);
        Opportunity[][] deals = [.. sellers.Select(seller => seller.At(day).ToArray())];
        BookHead[] heads = [.. sellers.Select((seller, rep) => Head(seller.Id, deals[rep], at))];
        TrackRecord all = TrackRecord.OfTeam(heads.Select(head => head.Record));
        TrackRecord company = CompanySum.Of(heads.Select(head => head.Record));
        return
        [
            .. heads.Select((head, rep) => new RepBook(head, [.. deals[rep].Where(deal => deal.IsOpen)], new Snapshot("s" + day, at, "h", 0)) { Snapshots = [at], Team = all, Company = company }),
        ];
    }

    private static BookHead Head(PersonId rep, Opportunity[] deals, DateTimeOffset at) => HeadBuilder.Of(new TallyContext(rep, [at], HistoryKept: false), deals, []);
}
