using System.Globalization;
using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class KaplanMeierTests
{
    public static TheoryData<string, double, bool> Tables => new()
    {
        { "edge", 0.95, false },
        { "maven_left_by_agent", 0.95, false },
        { "maven_left_by_office", 0.95, false },
        { "maven_left_by_office", 0.95, true },
        { "maven_won_by_office", 0.95, false },
        { "more", 0.90, false },
        { "more", 0.90, true },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_step_is_that_of_R(string table, double level, bool repeated)
    {
        Dictionary<string, KaplanMeier> curves = Curves(table, level, repeated);
        Reference.Row[] rows = Reference.Table(table + ".curve.csv");
        Assert.Equal(rows.Length, curves.Values.Sum(curve => curve.Steps.Length));
        foreach (IGrouping<string, Reference.Row> group in rows.GroupBy(row => row.Text("group")))
        {
            foreach ((Reference.Row row, SurvivalStep step) in group.Zip(curves[group.Key].Steps))
            {
                row.Holds("time", step.Time);
                row.Holds("n_risk", step.AtRisk);
                row.Holds("n_event", step.Events);
                row.Holds("n_censor", step.Censored);
                row.Holds("surv", step.Survival);
                row.Holds("std_err", step.StandardError);
                row.Holds("lower_log", step.Log?.Lower);
                row.Holds("upper_log", step.Log?.Upper);
                row.Holds("lower_loglog", step.LogLog?.Lower);
                row.Holds("upper_loglog", step.LogLog?.Upper);
                Assert.Equal(step.Survival, curves[group.Key].Survival(step.Time));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_quantile_and_its_limits_are_those_of_R(string table, double level, bool repeated)
    {
        Dictionary<string, KaplanMeier> curves = Curves(table, level, repeated);
        foreach (Reference.Row row in Reference.Table(table + ".quantiles.csv"))
        {
            SurvivalQuantile log = curves[row.Text("group")].Quantile(row.Number("p"), LimitScale.Log);
            SurvivalQuantile logLog = curves[row.Text("group")].Quantile(row.Number("p"));
            row.Holds("time", log.Time);
            row.Holds("time", logLog.Time);
            row.Holds("lower_log", log.Lower);
            row.Holds("upper_log", log.Upper);
            row.Holds("lower_loglog", logLog.Lower);
            row.Holds("upper_loglog", logLog.Upper);
        }
    }

    /// <summary>The definition, word for word: for each age, count who is at risk and who ends.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_sweep_counts_as_the_definition_does(bool late)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Spell[] spells = Samples.Spells(new Random(seed), 1 + (seed * 3), late);
            KaplanMeier curve = KaplanMeier.Of(spells);
            Spell[] watched = [.. spells.Where(one => one.Entry == 0 || one.Entry < one.Time)];
            Assert.Equal(watched.Select(one => one.Time).Distinct().Order(), curve.Steps.Select(step => step.Time));
            double survival = 1;
            foreach (SurvivalStep step in curve.Steps)
            {
                double atRisk = watched.Where(one => (one.Entry < step.Time || one.Entry == 0) && step.Time <= one.Time).Sum(one => one.Weight);
                double ended = watched.Where(one => one.Time == step.Time && one.Ended).Sum(one => one.Weight);
                survival *= 1 - (ended / atRisk);
                Reference.Same(atRisk, step.AtRisk, $"seed {seed} at risk");
                Reference.Same(ended, step.Events, $"seed {seed} ended");
                Reference.Same(survival, step.Survival, $"seed {seed} survival");
            }
        }
    }

    [Fact]
    public void Order_means_nothing_and_a_weight_is_so_many_rows()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            Spell[] spells = Samples.Spells(random, 40, late: true);
            Spell[] repeated = [.. spells.SelectMany(one => Enumerable.Repeat(one with { Weight = 1 }, (int)one.Weight))];
            random.Shuffle(repeated);
            Assert.Equal(KaplanMeier.Of(spells).Steps.ToArray(), KaplanMeier.Of(repeated).Steps.ToArray());
        }
    }

    [Fact]
    public void Fractional_weights_come_to_nothing_where_all_who_are_at_risk_end()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            Spell[] spells = [.. Enumerable.Range(0, 30).Select(_ => new Spell(random.Next(1, 9), true, random.Next(0, 2), 0.1 + random.NextDouble()))];
            Spell[] later = [.. spells.Select(one => new Spell(one.Time + 20, true, 10 + one.Entry, one.Weight))];
            KaplanMeier curve = KaplanMeier.Of([.. spells, .. later]);
            Assert.Equal(0, curve.Survival(spells.Max(one => one.Time)));
            Assert.All(curve.Steps, step => Assert.True(step.AtRisk >= step.Events));
        }
    }

    [Fact]
    public void What_weighs_nothing_is_not_there()
    {
        Spell[] spells = Samples.Spells(new Random(1), 20, late: true);
        Assert.Equal(KaplanMeier.Of(spells).Steps.ToArray(), KaplanMeier.Of([.. spells, new Spell(3.5, true, Weight: 0)]).Steps.ToArray());
    }

    [Fact]
    public void S_never_rises_and_stays_within_its_limits()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            double before = 1;
            foreach (SurvivalStep step in KaplanMeier.Of(Samples.Spells(new Random(seed), 80, late: seed % 2 == 0)).Steps)
            {
                Assert.InRange(step.Survival, 0, before);
                Assert.True(step.Log is not { } log || (0 <= log.Lower && log.Lower <= step.Survival && step.Survival <= log.Upper && log.Upper <= 1));
                Assert.True(step.LogLog is not { } both || (0 < both.Lower && both.Lower < step.Survival && step.Survival < both.Upper && both.Upper < 1));
                before = step.Survival;
            }
        }
    }

    [Fact]
    public void Without_censoring_it_is_the_share_that_lasted_with_its_binomial_error()
    {
        Random random = new(7);
        double[] times = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(0, 60))];
        KaplanMeier curve = KaplanMeier.Of([.. times.Select(time => new Spell(time, true))]);
        foreach (SurvivalStep step in curve.Steps)
        {
            double share = times.Count(time => time > step.Time) / 200.0;
            Reference.Same(share, step.Survival, "share");
            Reference.Same(share == 0 ? null : Math.Sqrt(share * (1 - share) / 200), step.StandardError, "error");
        }
    }

    /// <summary>Ends at 0.05 a day, censored at 0.02, half of them under watch only after up to ten days.</summary>
    [Fact]
    public void Limits_hold_the_truth_about_as_often_as_they_say()
    {
        const int Runs = 600;
        const double Day = 20;
        double truth = Math.Exp(-0.05 * Day);
        Random random = new(31);
        (int log, int logLog, int median) = (0, 0, 0);
        for (int run = 0; run < Runs; run++)
        {
            KaplanMeier curve = KaplanMeier.Of([.. Enumerable.Range(0, 70).Select(i => Drawn(random, i % 2 == 0 ? random.NextDouble() * 10 : 0))]);
            SurvivalStep step = curve.At(Day)!.Value;
            log += step.Log is { } one && one.Lower <= truth && truth <= one.Upper ? 1 : 0;
            logLog += step.LogLog is { } two && two.Lower <= truth && truth <= two.Upper ? 1 : 0;
            median += curve.Quantile(0.5) is { Lower: { } lower, Upper: { } upper } && lower <= Math.Log(2) / 0.05 && Math.Log(2) / 0.05 <= upper ? 1 : 0;
        }

        Assert.InRange((double)log / Runs, 0.92, 0.975);
        Assert.InRange((double)logLog / Runs, 0.92, 0.975);
        Assert.InRange((double)median / Runs, 0.92, 0.985);

        static Spell Drawn(Random random, double entry)
        {
            // Nothing is remembered: who has come to the entry ends as much later as anybody.
            double ends = entry + Samples.Exponential(random, 0.05);
            double seen = entry + Samples.Exponential(random, 0.02);
            return new Spell(Math.Min(ends, seen), ends <= seen, entry);
        }
    }

    [Fact]
    public void What_the_data_cannot_tell_is_not_told()
    {
        KaplanMeier none = KaplanMeier.Of([]);
        KaplanMeier truncated = KaplanMeier.Of([new Spell(5, true, Entry: 5), new Spell(3, true, Entry: 4)]);
        KaplanMeier open = KaplanMeier.Of([new Spell(2, true), new Spell(6, false)]);
        KaplanMeier ended = KaplanMeier.Of([new Spell(2, true), new Spell(6, true)]);
        Assert.Equal(
            "none: - -; all too late: - -; open at the end: 1, 0.5, 0.5, -; ended: 0",
            string.Create(CultureInfo.InvariantCulture, $"none: {Told(none.Survival(0))} {Told(none.Quantile(0.5).Time)}; all too late: {Told(truncated.Survival(4))} {Told(truncated.Quantile(0.5).Time)}; open at the end: {Told(open.Survival(1.9))}, {Told(open.Survival(2))}, {Told(open.Survival(6))}, {Told(open.Survival(6.1))}; ended: {Told(ended.Survival(900))}"));
        Assert.Null(open.At(1.9));
        static string Told(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        foreach (Spell spell in new[] { new Spell(-1, true), new Spell(double.NaN, true), new Spell(double.PositiveInfinity, false), new Spell(1, true, -1), new Spell(1, true, double.NaN), new Spell(1, true, 0, -1), new Spell(1, true, 0, double.NaN), new Spell(1, true, 0, double.PositiveInfinity) })
        {
            Assert.StartsWith("A spell has a time", Assert.Throws<ArgumentException>(() => KaplanMeier.Of([spell])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([]).Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([]).Quantile(double.NaN));
    }

    private static Dictionary<string, KaplanMeier> Curves(string table, double level, bool repeated) =>
        Samples.Read(table, repeated).ToDictionary(group => group.Key, group => KaplanMeier.Of(group.Value, level));
}
