using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class LogRankTests
{
    [Fact]
    public void Three_offices_win_at_rates_as_unlike_as_R_says()
    {
        LogRank test = LogRank.Of([.. Samples.Read("maven_won_by_office", repeated: false).Values])!;
        Reference.Row row = Assert.Single(Reference.Table("maven_won_by_office.logrank.csv"));
        row.Holds("chisq", test.ChiSquared);
        row.Holds("df", test.DegreesOfFreedom);
        row.Holds("p", test.P);
    }

    [Fact]
    public void Two_to_four_groups_test_as_in_R()
    {
        ILookup<string, Reference.Row> inputs = Reference.Table("logrank.input.csv").ToLookup(row => row.Text("case"));
        foreach (Reference.Row row in Reference.Table("logrank.result.csv"))
        {
            Spell[][] groups = [.. inputs[row.Text("case")].GroupBy(one => one.Text("group")).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Select(one => new Spell(one.Number("time"), one.Number("event") > 0)).ToArray())];
            LogRank test = LogRank.Of(groups)!;
            row.Holds("chisq", test.ChiSquared);
            row.Holds("df", test.DegreesOfFreedom);
            row.Holds("p", test.P);
            foreach ((string column, Func<LogRankGroup, double> of) in new (string, Func<LogRankGroup, double>)[] { ("observed", one => one.Observed), ("expected", one => one.Expected) })
            {
                Assert.All(row.Text(column).Split(' ').Zip(test.Groups), pair => Reference.Same(double.Parse(pair.First, System.Globalization.CultureInfo.InvariantCulture), of(pair.Second), column));
            }
        }
    }

    [Fact]
    public void Late_entries_are_compared_with_those_at_risk_then()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            Spell[][] groups = [Samples.Spells(random, 30, late: true), Samples.Spells(random, 50, late: true)];
            (double off, double variance) = (0, 0);
            foreach (double time in groups.SelectMany(group => group).Where(one => one.Ended && Watched(one)).Select(one => one.Time).Distinct())
            {
                double[] atRisk = [.. groups.Select(group => group.Where(one => Watched(one) && (one.Entry < time || one.Entry == 0) && one.Time >= time).Sum(one => one.Weight))];
                double[] ended = [.. groups.Select(group => group.Where(one => Watched(one) && one.Ended && one.Time == time).Sum(one => one.Weight))];
                (double all, double dead) = (atRisk.Sum(), ended.Sum());
                off += ended[0] - (dead * atRisk[0] / all);
                variance += all > 1 ? dead * (all - dead) / (all - 1) * atRisk[0] * atRisk[1] / (all * all) : 0;
            }

            Reference.Same(off * off / variance, LogRank.Of(groups)!.ChiSquared, $"seed {seed}");
        }

        static bool Watched(Spell one) => one.Entry == 0 || one.Entry < one.Time;
    }

    [Fact]
    public void A_group_that_was_never_at_risk_drops_out()
    {
        Spell[] one = [new(1, true), new(3, true), new(5, false)];
        Spell[] other = [new(2, true), new(4, true), new(9, true)];
        LogRank two = LogRank.Of(one, other)!;
        LogRank three = LogRank.Of(one, [new(0.5, false)], other)!;
        Assert.Equal((two.ChiSquared, 1, two.P, 3), (three.ChiSquared, three.DegreesOfFreedom, three.P, three.Groups.Length));
        Assert.Equal(default, three.Groups[1]);
    }

    [Fact]
    public void Without_two_groups_at_risk_or_anything_to_tell_them_by_there_is_no_test()
    {
        Assert.Null(LogRank.Of());
        Assert.Null(LogRank.Of([new Spell(1, true)], []));
        Assert.Null(LogRank.Of([new Spell(1, false)], [new Spell(1, false)]));
        Assert.Null(LogRank.Of([new Spell(1, true)], [new Spell(1, true)]));
    }
}
