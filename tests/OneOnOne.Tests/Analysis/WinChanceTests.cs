using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using Company = OneOnOne.Tests.Analysis.SimulatedCompany;

namespace OneOnOne.Tests.Analysis;

public sealed class WinChanceTests
{
    private const string Stage = "Proposal";

    [Theory]
    [InlineData(5, 2.0, 0.90)]
    [InlineData(20, 2.0, 0.90)]
    [InlineData(200, 2.0, 0.88)]
    [InlineData(20, 0.5, 0.90)]
    public void The_limits_hold_the_truth(int closedPerRep, double years, double coverage)
    {
        (string Stage, double Age)[] asked = [(Company.Telling, 0), (Company.Telling, 20), (Company.Telling, 60), (Company.Alike, 0), (Company.Alike, 30)];
        List<(double Off, bool Covered)> chances = [];
        for (int seed = 1; seed <= Stage_outliers_of_known_hazards.Companies; seed++)
        {
            Company company = new(seed, reps: 24, closedPerRep, years);
            for (int rep = 0; rep < company.Reps.Length; rep++)
            {
                WinChances of = new(company.Books[rep]);
                foreach ((string stage, double age) in asked)
                {
                    WinChance chance = of.Of(stage, age, 90)!;
                    double truth = company.Reps[rep].Chance(stage, chance.AgeDays, chance.HorizonDays);
                    chances.Add((chance.Won - truth, chance.WonLimits.Lower <= truth && truth <= chance.WonLimits.Upper));
                }
            }
        }

        Assert.InRange(chances.Average(chance => chance.Covered ? 1 : 0), coverage, 1);
        Assert.InRange(chances.Average(chance => chance.Off), -0.03, 0.03);
    }

    [Fact]
    public void One_pass_over_sorted_visits_gives_the_landmark_estimate()
    {
        Random random = new(7);
        for (int i = 0; i < 200; i++)
        {
            StageStay[] stays = [.. Enumerable.Range(0, random.Next(10, 60)).Select(_ => random.Next(0, 30)).Select(stay => new StageStay(stay, stay + random.Next(0, 40), (Outcome)random.Next(3)))];
            PastVisit[] visits = [.. stays.Select(one => new PastVisit(one.Stay, one.ToClose, one.Outcome, 1)).OrderBy(one => one.ToClose)];
            (double age, double horizon) = (random.Next(0, 25), random.Next(1, 50));
            if (Landmark.At(age, horizon, stays, fewestClosed: 1) is { } expected)
            {
                LandmarkSweep got = LandmarkSweep.At(age, horizon, visits);
                Assert.Equal((expected.Visits, expected.Closed), ((int)got.Visits, (int)got.Closed));
                Assert.Equal(expected.Won.Share, got.Won, 1e-12);
                Assert.Equal(expected.Lost.Share, got.Lost, 1e-12);
                Assert.Equal(expected.EffectiveOutcomes, got.Effective, 1e-9);
                Assert.Equal(horizon, got.Covered);
            }
        }
    }

    [Fact]
    public void Counts_are_those_that_a_reader_would_count()
    {
        // Ten days in the stage, then 20 days to the close; one that is open was seen for long enough to know, one was not, one is new.
        StageVisits visits = Closed(won: [(5, 12), (10, 30), (10, 30)], lost: [(10, 25), (11, 200), (12, 30), (12, 30), (12, 30), (12, 30), (12, 30)], open: [(150, null), (60, 20), (3, null)]);
        WinChance chance = new WinChances(Book(visits)).Of(Stage, 10, 90)!;
        Assert.Equal((BenchmarkRung.Rep, 11, 9, 10, 2, 10.0), (chance.Rung, chance.Visits, chance.Closed, chance.Known, chance.WonWithin, chance.AgeDays));
    }

    [Fact]
    public void Nothing_is_said_below_eight_closed_deals_of_the_company_and_nothing_beyond_the_age_that_eight_reached()
    {
        (double, double)[] seven = [.. Enumerable.Range(1, 7).Select(day => ((double)day, day + 5.0))];
        Assert.Null(new WinChances(Book(Closed(seven, [], []))).Of(Stage, 0, 90));
        WinChances eight = new(Book(Closed(seven, [(4, 9), (20, 30)], [])));
        Assert.Equal(2, eight.Of(Stage, 15, 90)!.AgeDays);
        Assert.Null(eight.Of("Another stage", 0, 90));
    }

    [Fact]
    public void A_record_that_does_not_know_the_time_to_close_gives_no_chance()
    {
        StageVisits visits = new(new Durations([.. Enumerable.Range(1, 20).Select(day => day * 86_400L)], 20), Durations.None);
        Assert.Null(new WinChances(Book(visits)).Of(Stage, 0, 90));
    }

    [Fact]
    public void Shares_never_add_up_to_more_than_all_and_a_horizon_is_cut_to_what_was_watched()
    {
        (double, double)[] won = [.. Enumerable.Range(1, 12).Select(day => ((double)day, day + 1.0))];
        WinChance all = new WinChances(Book(Closed(won, [], []))).Of(Stage, 0, 300)!;
        Assert.Equal(1, all.Won + all.Lost, 1e-9);
        Assert.Equal(300, all.HorizonDays);
        WinChance cut = new WinChances(Book(Closed(won, [], [(40, null)]))).Of(Stage, 0, 300)!;
        Assert.Equal(40, cut.HorizonDays, 1e-9);
    }

    [Fact]
    public void A_rep_without_closed_deals_is_expected_to_do_as_the_team_does_and_the_team_nearly_as_the_company()
    {
        StageVisits good = Closed([.. Enumerable.Repeat((10.0, 20.0), 90)], [.. Enumerable.Repeat((10.0, 20.0), 10)], []);
        StageVisits bad = Closed([.. Enumerable.Repeat((10.0, 20.0), 10)], [.. Enumerable.Repeat((10.0, 20.0), 90)], []);
        StageVisits both = StageVisits.Merge([good, bad], 1_000);
        WinChance inGood = new WinChances(Book(StageVisits.None, good, both)).Of(Stage, 0, 90)!;
        WinChance inBad = new WinChances(Book(StageVisits.None, bad, both)).Of(Stage, 0, 90)!;
        Assert.Equal((BenchmarkRung.Team, BenchmarkRung.Team), (inGood.Rung, inBad.Rung));
        Assert.InRange(inGood.Won, 0.75, 0.9);
        Assert.InRange(inBad.Won, 0.1, 0.25);
        Assert.True(inGood.WonLimits.Upper - inGood.WonLimits.Lower > 0.2, "Another rep's deals are not known to be like theirs.");
    }

    private static StageVisits Closed((double Stay, double ToClose)[] won, (double Stay, double ToClose)[] lost, (double Entered, double? Stay)[] open)
    {
        long now = Company.Now.ToUnixTimeSeconds();
        return new StageVisits(Durations.Of(won.Select(Visit)), Durations.Of(lost.Select(Visit)))
        {
            Open = OpenVisits.Of(open.Select(one => new OpenVisit(now - Seconds(one.Entered), one.Stay is { } stay ? now - Seconds(one.Entered) + Seconds(stay) : null))),
        };

        static ClosedVisit Visit((double Stay, double ToClose) one) => new(Seconds(one.Stay), Seconds(one.ToClose));

        static long Seconds(double days) => (long)(days * 86_400);
    }

    private static RepBook Book(StageVisits all) => Book(all, all, all);

    private static RepBook Book(StageVisits rep, StageVisits team, StageVisits company) => new(new BookHead(BookBuilder.Rep) { Record = Record(rep) }, [], new Snapshot("s", Company.Now, "h", 0))
    {
        Snapshots = [Company.Now],
        Team = Record(team),
        Company = Record(company),
    };

    private static TrackRecord Record(StageVisits visits) => new(ImmutableSortedDictionary<string, StageVisits>.Empty.Add(Stage, visits));
}
