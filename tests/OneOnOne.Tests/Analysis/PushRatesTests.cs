using MathNet.Numerics.Distributions;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class PushRatesTests
{
    private const double Month = 365.25 / 12;

    private static SlipTotals Totals(int pushes, double months, PushedDeals won = default, PushedDeals lost = default) => new(pushes, (long)Math.Round(months * Month), 0, 0, won, lost);

    private static TrackRecord Record(params SlipTotals[] slips) => TrackRecord.Empty with { Slips = [.. slips.Order()] };

    private static RepBook Among(SlipTotals own, SlipTotals[] team, SlipTotals[]? company = null) => Book() with
    {
        Head = new BookHead(Rep) { Record = Record(own) },
        Team = Record([own, .. team]),
        Company = Record(SlipTotals.Sum([own, .. team, .. company ?? []])),
    };

    [Theory]
    [InlineData(38, true)]
    [InlineData(19, false)]
    public void A_habit_is_a_rate_above_the_others_beyond_doubt(int pushes, bool expected)
    {
        SlipTotals[] team = [Totals(20, 70), Totals(24, 75), Totals(22, 72), Totals(24, 73)];
        PushHabit? habit = SlipAnalysis.Habit(Among(Totals(pushes, 61), team));
        Assert.Equal(expected ? "38 in 61.0, Team 90 in 290.0" : "", habit is null ? "" : FormattableString.Invariant($"{habit.Pushes} in {habit.Months:0.0}, {habit.Rung} {habit.OthersPushes} in {habit.OthersMonths:0.0}"));
    }

    [Fact]
    public void The_certainty_is_what_adding_up_all_rates_gives()
    {
        Counted[] team = [new(20, 70), new(24, 75), new(22, 72), new(24, 73)];
        PushHabit habit = SlipAnalysis.Habit(Among(Totals(36, 61), [.. team.Select(one => Totals((int)one.Events, one.Exposure))]))!;
        GammaPrior prior = GammaPrior.ByMoments(team)!;
        (double shape, double months) = (prior.Shape + 36, prior.Exposure + 61);
        const double Step = 1e-4;
        double sum = 0;
        for (double rate = Step / 2; rate < 3; rate += Step)
        {
            sum += Step * Gamma.PDF(shape, months, rate) * Gamma.CDF(90.5, 290, rate);
        }

        Assert.Equal(sum, habit.Certainty, 1e-3); // Exposure is kept in whole days.
        Assert.InRange(habit.Certainty, PushRates.Sure, 1);
    }

    [Theory]
    [InlineData(11, BenchmarkRung.Company, 300)]
    [InlineData(13, BenchmarkRung.Team, 2)]
    public void A_team_with_too_little_behind_it_gives_way_to_the_company(int months, BenchmarkRung rung, int othersPushes)
    {
        PushHabit? habit = SlipAnalysis.Habit(Among(Totals(60, 30), [Totals(2, months)], [Totals(298, 989)]));
        Assert.Equal((rung, othersPushes), (habit?.Rung ?? BenchmarkRung.AdminDefault, habit?.OthersPushes ?? 0));
    }

    [Fact]
    public void With_nobody_to_compare_with_nothing_is_said()
    {
        Assert.Null(SlipAnalysis.Habit(Among(Totals(99, 10), [], [Totals(1, 5)])));
        Assert.Null(SlipAnalysis.Habit(Book())); // Books of earlier releases know no pushes.
    }

    [Fact]
    public void Reps_who_are_all_alike_are_rarely_accused_and_one_who_pushes_twice_as_often_mostly_is()
    {
        Random random = new(7);
        const int Teams = 400;
        (int alike, int twice) = (0, 0);
        for (int i = 0; i < Teams; i++)
        {
            SlipTotals[] others = [.. Enumerable.Range(0, 7).Select(_ => Totals(Poisson.Sample(random, 0.3 * 60), 60))];
            alike += SlipAnalysis.Habit(Among(Totals(Poisson.Sample(random, 0.3 * 60), 60), others)) is null ? 0 : 1;
            twice += SlipAnalysis.Habit(Among(Totals(Poisson.Sample(random, 0.6 * 60), 60), others)) is null ? 0 : 1;
        }

        Assert.InRange(alike, 0, Teams / 20);
        Assert.InRange(twice, Teams * 7 / 10, Teams);
    }

    [Theory]
    [InlineData(3, 60, true)] // Three are a habit whatever the time.
    [InlineData(2, 21, true)]
    [InlineData(2, 22, false)] // At a push in two months, just over one deal in 20 has two by then.
    [InlineData(1, 1, false)] // One push is told apart from a habit, however soon it came.
    public void Serial_slippers_are_pushed_often_or_improbably_often(int pushes, int days, bool serial)
    {
        Opportunity deal = Open(close: 60) with
        {
            CloseDateChanges = [.. Enumerable.Range(0, pushes).Select(i => new CloseDateChange(Days.At(20).AddHours(i - 12), Days.On(40 + i), Days.On(41 + i)))],
        };
        deal = deal with { Details = new OpportunityDetails { CreatedAt = Days.At(20 - days - 30) }, Observed = [deal.Observed[0] with { At = Days.At(20 - days) }], StageEntries = [] };
        RepBook book = Among(Totals(pushes + 20, 40 + (days / Month)), [.. Enumerable.Repeat(Totals(100, 200), 4)]) with { Open = [deal] };
        Slip slip = Assert.Single(SlipAnalysis.Ledgers(book with { Snapshots = [Days.At(20 - days), Days.At(20)] }, Context()));
        double prior = 10 / 0.5; // Four others alike: worth ten pushes.
        double months = days / Month;
        double none = Math.Pow((prior + 40) / (prior + 40 + months), 30);
        double chance = 1 - none - (pushes > 1 ? none * 30 * months / (prior + 40 + months) : 0) - (pushes > 2 ? none * 30 * 31 / 2 * Math.Pow(months / (prior + 40 + months), 2) : 0);
        Assert.Equal((serial, days), (slip.Serial, slip.OpenDays));
        Assert.Equal(chance, slip.Chance!.Value, 1e-3); // Exposure is kept in whole days.
    }

    [Fact]
    public void Wins_after_pushes_are_the_reps_own_where_there_are_enough()
    {
        PushedDeals won = new(20, 5, 3, 2);
        PushedDeals lost = new(10, 5, 6, 12);
        Assert.Equal((3, BenchmarkRung.Rep, 14, 2), Alike(Totals(0, 9, won, lost), 5));
        Assert.Equal((2, BenchmarkRung.Rep, 23, 5), Alike(Totals(0, 9, won, lost), 2));
        Assert.Equal((3, BenchmarkRung.Rep, 5, 1), Alike(Totals(0, 9, new(0, 0, 0, 1), new(0, 0, 0, 4)), 3));
        Assert.Equal((3, BenchmarkRung.Team, 54, 11), Alike(Totals(0, 9, new(0, 0, 0, 1), new(0, 0, 0, 3)), 3, Totals(0, 9, new(0, 0, 0, 10), new(0, 0, 0, 40))));
        Assert.Null(Alike(Totals(0, 9, new(9, 9, 0, 1), new(9, 9, 0, 3)), 3));
    }

    [Fact]
    public void Few_own_deals_are_drawn_towards_the_teams_and_those_towards_the_companys()
    {
        // Company: 30 of 120, worth ten. Team: (2.5 + 11) / (10 + 54). Rep: ten of those, and 1 of 4.
        RepBook book = Among(Totals(0, 9, new(0, 0, 0, 1), new(0, 0, 0, 3)), [Totals(0, 9, new(0, 0, 0, 10), new(0, 0, 0, 40))], [Totals(0, 9, new(0, 0, 0, 19), new(0, 0, 0, 47))]);
        double team = (2.5 + 11) / 64;
        Assert.Equal(((10 * team) + 1) / 14, PushedOutcomes.Of(book, 3)!.WonShare, 1e-12);
    }

    private static (int, BenchmarkRung, int, int)? Alike(SlipTotals own, int pushes, params SlipTotals[] team) =>
        PushedOutcomes.Of(Among(own, team), pushes) is { } alike ? (alike.Pushes, alike.Rung, alike.Closed, alike.Won) : null;
}
