using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class RobustScaleTests
{
    /// <summary>The book's example, where plain z scores find nothing: 8.2 and 8.3 hide each other.</summary>
    private static readonly double[] IglewiczHoaglin = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3];

    [Fact]
    public void Iglewicz_and_Hoaglins_two_outliers_stand_out()
    {
        RobustScale scale = RobustScale.Of(IglewiczHoaglin)!;
        Assert.Equal((2.45, 10), (scale.Median, scale.Values), (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-12 && one.Item2 == other.Item2);
        double[] expected = [-1.57383333, 0.6745, -0.22483333, 0.22483333, -0.6745, -1.57383333, -0.6745, 0.6745, 25.85583333, 26.3055];
        Assert.All(IglewiczHoaglin.Zip(expected), pair => Assert.Equal(pair.Second, scale.ModifiedZ(pair.First)!.Value, 1e-8));
        Assert.Equal([8.2, 8.3], IglewiczHoaglin.Where(value => Math.Abs(scale.ModifiedZ(value)!.Value) > RobustScale.Unusual));
    }

    [Fact]
    public void Skewed_values_have_a_scale_on_each_side()
    {
        // Median 4; 0 to 3 off below (and the median itself): 1.5; 0, 4, 12, 28 off above: 8.
        double[] skewed = [1, 2, 3, 4, 8, 16, 32];
        RobustScale scale = RobustScale.TwoSided([.. skewed, 4])!;
        Assert.Equal(4, scale.Median);
        Assert.Equal(0.6745 * -3 / 1, scale.ModifiedZ(1)!.Value, 1e-12);
        Assert.Equal(0.6745 * 28 / 4, scale.ModifiedZ(32)!.Value, 1e-12);
        Assert.Equal(RobustScale.Of(IglewiczHoaglin)!.Median, RobustScale.TwoSided(IglewiczHoaglin)!.Median);
    }

    [Fact]
    public void Where_half_of_the_values_are_equal_the_mean_deviation_takes_over()
    {
        RobustScale scale = RobustScale.Of([10, 10, 10, 10, 10, 10, 10, 100])!;
        Assert.Equal(90 / (1.253314 * 90 / 8), scale.ModifiedZ(100)!.Value, 1e-12);
        Assert.Equal(0, scale.ModifiedZ(10));
    }

    [Fact]
    public void Where_all_are_equal_nothing_is_claimed()
    {
        RobustScale equal = RobustScale.Of([5, 5, 5, 5, 5, 5, 5, 5])!;
        Assert.Equal((0, null, null), (equal.ModifiedZ(5), equal.ModifiedZ(5.1), equal.ModifiedZ(-9)));
        RobustScale oneSided = RobustScale.TwoSided([5, 5, 5, 5, 5, 6, 7, 8])!;
        Assert.Null(oneSided.ModifiedZ(4));
        Assert.NotNull(oneSided.ModifiedZ(9));
    }

    [Fact]
    public void Fewer_than_eight_values_claim_nothing()
    {
        Assert.Null(RobustScale.Of(IglewiczHoaglin.AsSpan(0, RobustScale.FewestValues - 1)));
        Assert.NotNull(RobustScale.Of(IglewiczHoaglin.AsSpan(0, RobustScale.FewestValues)));
        Assert.Null(RobustScale.TwoSided([]));
    }

    [Fact]
    public void Another_unit_or_order_changes_no_z()
    {
        Random random = new(9);
        for (int run = 0; run < 30; run++)
        {
            double[] values = [.. Enumerable.Range(0, 8 + run).Select(_ => random.NextDouble() * 50)];
            double[] other = [.. values.Select(value => (value * 3) - 7)];
            random.Shuffle(other);
            double asked = random.NextDouble() * 80;
            Assert.Equal(RobustScale.Of(values)!.ModifiedZ(asked)!.Value, RobustScale.Of(other)!.ModifiedZ((asked * 3) - 7)!.Value, 1e-9);
            Assert.Equal(RobustScale.TwoSided(values)!.ModifiedZ(asked)!.Value, RobustScale.TwoSided(other)!.ModifiedZ((asked * 3) - 7)!.Value, 1e-9);
        }
    }

    [Fact]
    public void What_is_no_number_is_refused() => Assert.Throws<ArgumentException>(() => RobustScale.Of([1, 2, 3, 4, 5, 6, 7, double.NaN]));
}
