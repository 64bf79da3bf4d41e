using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class AalenJohansenTests
{
    [Fact]
    public void Won_and_lost_by_each_day_are_those_of_R()
    {
        AalenJohansen curve = AalenJohansen.Of([.. Reference.Table("maven_cuminc.input.csv").Select(row => new OutcomeSpell(row.Number("time"), State(row), Weight: row.Number("count")))]);
        Reference.Row[] rows = Reference.Table("maven_cuminc.curve.csv");
        Assert.Equal(rows.Length, curve.Steps.Length);
        foreach ((Reference.Row row, IncidenceStep step) in rows.Zip(curve.Steps))
        {
            row.Holds("time", step.Time);
            row.Holds("n_risk", step.AtRisk);
            row.Holds("won", step.Won.Share);
            row.Holds("lost", step.Lost.Share);
            Assert.Equal(step, curve.At(step.Time));
        }
    }

    [Fact]
    public void Errors_and_limits_are_those_of_R()
    {
        ILookup<string, Reference.Row> rows = Reference.Table("competing.curve.csv").ToLookup(row => row.Text("group"));
        foreach (IGrouping<string, Reference.Row> group in Reference.Table("competing.input.csv").GroupBy(row => row.Text("group")))
        {
            AalenJohansen curve = AalenJohansen.Of([.. group.Select(row => new OutcomeSpell(row.Number("time"), State(row)))]);
            Assert.Equal(rows[group.Key].Count(), curve.Steps.Length);
            foreach ((Reference.Row row, IncidenceStep step) in rows[group.Key].Zip(curve.Steps))
            {
                row.Holds("time", step.Time);
                row.Holds("n_risk", step.AtRisk);
                row.Holds("open", step.Open);
                row.Holds("won", step.Won.Share);
                row.Holds("lost", step.Lost.Share);
                row.Holds("se_won", step.Won.StandardError);
                row.Holds("se_lost", step.Lost.StandardError);
                row.Holds("lower_won", step.Won.Limits?.Lower);
                row.Holds("upper_won", step.Won.Limits?.Upper);
                row.Holds("lower_lost", step.Lost.Limits?.Lower);
                row.Holds("upper_lost", step.Lost.Limits?.Upper);
            }
        }
    }

    /// <summary>Sums over all earlier ages for every age, as the books write them (Marubini and Valsecchi 1995, 10.3).</summary>
    [Fact]
    public void Shares_and_errors_are_the_sums_of_the_books_with_late_entries_too()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            AalenJohansen curve = AalenJohansen.Of(Samples.Outcomes(new Random(seed), 5 + (seed * 3), late: seed % 2 == 0));
            foreach (IncidenceStep at in curve.Steps)
            {
                (double share, double variance, double before) = (0, 0, 1);
                foreach (IncidenceStep step in curve.Steps.TakeWhile(step => step.Time <= at.Time))
                {
                    (double y, double won, double all) = (step.AtRisk, step.WonNow, step.WonNow + step.LostNow);
                    double rest = at.Won.Share - step.Won.Share;
                    share += before * won / y;
                    variance += (y > all ? rest * rest * all / (y * (y - all)) : 0) + (before * before * won * (y - won) / (y * y * y)) - (2 * rest * before * won / (y * y));
                    before *= 1 - (all / y);
                }

                Reference.Same(share, at.Won.Share, $"seed {seed} share");
                Assert.Equal(Math.Sqrt(Math.Max(0, variance)), at.Won.StandardError, 1e-9);
            }
        }
    }

    [Fact]
    public void Won_lost_and_open_are_all_there_is_and_open_is_Kaplan_and_Meiers()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            OutcomeSpell[] spells = Samples.Outcomes(new Random(seed), 60, late: seed % 2 == 0);
            KaplanMeier closed = KaplanMeier.Of([.. spells.Select(one => new Spell(one.Time, one.Outcome != Outcome.Open, one.Entry, one.Weight))]);
            (double won, double lost) = (0, 0);
            foreach ((IncidenceStep step, SurvivalStep both) in AalenJohansen.Of(spells).Steps.Zip(closed.Steps))
            {
                Assert.Equal(1, step.Open + step.Won.Share + step.Lost.Share, 1e-12);
                Assert.Equal(both.Survival, step.Open, 1e-12);
                Assert.True(step.Won.Share >= won && step.Lost.Share >= lost);
                (won, lost) = (step.Won.Share, step.Lost.Share);
            }
        }
    }

    [Fact]
    public void Order_means_nothing_and_a_weight_is_so_many_rows()
    {
        Random random = new(3);
        OutcomeSpell[] spells = Samples.Outcomes(random, 50, late: true);
        OutcomeSpell[] repeated = [.. spells.SelectMany(one => Enumerable.Repeat(one with { Weight = 1 }, (int)one.Weight))];
        random.Shuffle(repeated);
        Assert.Equal(AalenJohansen.Of(spells).Steps.ToArray(), AalenJohansen.Of(repeated).Steps.ToArray());
    }

    [Fact]
    public void Without_censoring_the_error_is_the_binomial_one()
    {
        foreach (IncidenceStep step in AalenJohansen.Of([.. Samples.Outcomes(new Random(5), 90, late: false).Where(one => one.Outcome != Outcome.Open).Select(one => one with { Weight = 1 })]).Steps)
        {
            double n = AtFirst();
            Reference.Same(Math.Sqrt(step.Won.Share * (1 - step.Won.Share) / n), step.Won.StandardError, "won");
            Reference.Same(Math.Sqrt(step.Lost.Share * (1 - step.Lost.Share) / n), step.Lost.StandardError, "lost");
        }

        static double AtFirst() => Samples.Outcomes(new Random(5), 90, late: false).Count(one => one.Outcome != Outcome.Open);
    }

    /// <summary>Won at 0.01 a day and lost at 0.02: a third is won in the end. Losses taken for censorings promise nearly all.</summary>
    [Fact]
    public void Losses_taken_for_censorings_overstate_the_wins()
    {
        Random random = new(11);
        OutcomeSpell[] spells = [.. Enumerable.Range(0, 4_000).Select(_ => Drawn(random, censoring: 1 / 150.0, entry: 0))];
        IncidenceStep end = AalenJohansen.Of(spells).Steps[^1];
        double naive = 1 - KaplanMeier.Of([.. spells.Select(one => new Spell(one.Time, one.Outcome == Outcome.Won))]).Steps[^1].Survival;
        Assert.Equal(1 / 3.0, end.Won.Share / (end.Won.Share + end.Lost.Share), 0.03);
        Assert.InRange(end.Won.Share, 0.29, 0.36);
        Assert.InRange(naive, 0.6, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Limits_hold_the_truth_about_as_often_as_they_say(bool late)
    {
        const int Runs = 600;
        const double Day = 40;
        double truth = (1 - Math.Exp(-0.03 * Day)) / 3;
        (int held, int made, double errors, double sum, double squares) = (0, 0, 0, 0, 0);
        Random random = new(late ? 21 : 20);
        for (int run = 0; run < Runs; run++)
        {
            OutcomeSpell[] spells = [.. Enumerable.Range(0, 80).Select(i => Drawn(random, censoring: 0.01, entry: late && i % 2 == 0 ? random.NextDouble() * 20 : 0))];
            if (AalenJohansen.Of(spells).At(Day) is { Won: { Limits: { } limits } won })
            {
                held += limits.Lower <= truth && truth <= limits.Upper ? 1 : 0;
                (made, errors, sum, squares) = (made + 1, errors + won.StandardError, sum + won.Share, squares + (won.Share * won.Share));
            }
        }

        double spread = Math.Sqrt((squares / made) - (sum / made * (sum / made)));
        Assert.Equal(Runs, made);
        Assert.InRange((double)held / made, 0.92, 0.975);
        Assert.Equal(truth, sum / made, 0.01);
        Assert.InRange(errors / made / spread, 0.9, 1.1);
    }

    [Fact]
    public void What_the_data_cannot_tell_is_not_told()
    {
        AalenJohansen open = AalenJohansen.Of([new(2, Outcome.Won), new(6, Outcome.Open)]);
        Assert.Null(AalenJohansen.Of([]).At(0));
        Assert.Equal((0.0, 1.0), (open.At(1)!.Value.Won.Share, open.At(1)!.Value.Open));
        Assert.Equal(0.5, open.At(6)!.Value.Won.Share);
        Assert.Null(open.At(6.5));
        Assert.Equal(1, AalenJohansen.Of([new(2, Outcome.Won)]).At(99)!.Value.Won.Share);
    }

    private static OutcomeSpell Drawn(Random random, double censoring, double entry)
    {
        while (true)
        {
            double won = Samples.Exponential(random, 0.01);
            double lost = Samples.Exponential(random, 0.02);
            double seen = entry + Samples.Exponential(random, censoring);
            if (Math.Min(won, lost) > entry)
            {
                return new OutcomeSpell(Math.Min(seen, Math.Min(won, lost)), seen < Math.Min(won, lost) ? Outcome.Open : won < lost ? Outcome.Won : Outcome.Lost, entry);
            }
        }
    }

    private static Outcome State(Reference.Row row) => row.Text("state") switch { "won" => Outcome.Won, "lost" => Outcome.Lost, _ => Outcome.Open };
}
