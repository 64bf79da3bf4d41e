using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class BetaTenthsTests
{
    [Fact]
    public void Tenths_of_an_even_share_lie_in_the_middle_of_each() =>
        Assert.Equal([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95], BetaTenths.Of(1, 1), (one, other) => Math.Abs(one - other) < 1e-6);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0.5, 4)]
    [InlineData(30, 10)]
    public void Each_tenth_is_the_mean_of_what_lies_between_its_borders(double alpha, double beta)
    {
        // Of evenly spaced probabilities, each tenth's are its own.
        const int Steps = 400;
        for (int tenth = 0; tenth < BetaTenths.Count; tenth++)
        {
            double mean = Enumerable.Range(0, Steps).Average(step => Distributions.BetaQuantile(alpha, beta, (tenth + ((step + 0.5) / Steps)) / BetaTenths.Count));
            Assert.Equal(mean, BetaTenths.Of(alpha, beta)[tenth], 1e-4);
        }
    }

    [Theory]
    [InlineData(0.3, 5)]
    [InlineData(0.02, 1)]
    [InlineData(4, 0.5)]
    [InlineData(50, 950)]
    [InlineData(100_000, 300_000)]
    public void Their_mean_is_the_share_and_they_ascend_within_0_and_1(double alpha, double beta)
    {
        double[] values = [.. BetaTenths.Of(alpha, beta)];
        Assert.Equal(alpha / (alpha + beta), values.Average(), 1e-9);
        Assert.Equal(values.Order(), values);
        Assert.True(values[0] >= 0 && values[^1] <= 1);
    }

    [Fact]
    public void Without_outcomes_there_is_no_share() => Assert.Throws<ArgumentOutOfRangeException>(() => BetaTenths.Of(0, 1));
}
