using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class BenjaminiHochbergTests
{
    /// <summary>The fifteen p values of the paper, where Bonferroni keeps three.</summary>
    private static readonly double[] Paper = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

    [Fact]
    public void Four_of_the_papers_fifteen_are_kept_at_5_percent()
    {
        double[] shuffled = [.. Paper];
        new Random(1).Shuffle(shuffled);
        Assert.Equal(Paper[..4], shuffled.Zip(BenjaminiHochberg.Kept(shuffled, 0.05)).Where(pair => pair.Second).Select(pair => pair.First).Order());
        Assert.Equal(3, Paper.Count(p => p <= 0.05 / Paper.Length));
    }

    [Fact]
    public void Adjusted_values_are_those_of_R()
    {
        Reference.Row[] rows = Reference.Table("bh.csv");
        Assert.All(rows.Zip(BenjaminiHochberg.Adjusted([.. rows.Select(row => row.Number("p"))])), pair => pair.First.Holds("adjusted", pair.Second));
    }

    [Fact]
    public void Kept_are_all_up_to_the_last_that_is_small_enough_for_its_rank()
    {
        Random random = new(14);
        for (int run = 0; run < 200; run++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(0, 20)).Select(_ => Math.Round(Math.Pow(random.NextDouble(), 3), 2))];
            double[] sorted = [.. values.Order()];
            int last = Enumerable.Range(1, values.Length).LastOrDefault(rank => sorted[rank - 1] * values.Length / rank <= 0.1);
            Assert.Equal(sorted[..last], values.Zip(BenjaminiHochberg.Kept(values, 0.1)).Where(pair => pair.Second).Select(pair => pair.First).Order());
        }
    }

    [Fact]
    public void What_is_no_chance_is_refused()
    {
        Assert.Throws<ArgumentException>(() => BenjaminiHochberg.Adjusted([0.1, 1.1]));
        Assert.Throws<ArgumentException>(() => BenjaminiHochberg.Adjusted([0.1, double.NaN]));
    }
}
