using OneOnOne.Analysis;

namespace OneOnOne.Tests.Analysis;

public sealed class TrendsTests
{
    [Theory]
    [InlineData("9 8 7 6 5 4", Trend.TooFew)]
    [InlineData("9 8 7 6 5 4 3", Trend.Falling)] // 2 of 64 pasts end as far away
    [InlineData("3 4 5 6 7 8 9", Trend.Rising)]
    [InlineData("9 8 7 6 5 4 5", Trend.None)]
    [InlineData("9 9 8 8 7 7 6", Trend.None)] // three changes prove nothing
    [InlineData("4 4 4 4 4 4 4", Trend.None)]
    [InlineData("2 2 2 14 2 2 2", Trend.None)]
    [InlineData("20 20 20 20 20 20 2", Trend.None)] // one large step is one change
    [InlineData("9 9 8 8 7 6 6 5 5 4 4 3", Trend.Falling)]
    [InlineData("0 9 0 9 0 9 8 7 6 5 4 3 2 1", Trend.None)]
    [InlineData("0 0 0 0 9 8 7 6 5 4 3 2 1 1 0 0", Trend.Falling)] // the newest twelve count
    public void A_trend_is_claimed_only_where_signs_flipped_by_chance_would_hardly_get_as_far(string counts, Trend expected) =>
        Assert.Equal(expected, Trends.Of([.. counts.Split(' ').Select(int.Parse)]));

    /// <summary>The claim itself: of counts that go up and down by chance, at most one in twenty is called a trend.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    public void Counts_without_a_trend_are_seldom_called_one(int times)
    {
        const int Rounds = 4_000;
        Random random = new(4711);
        int claimed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int count = 50;
            int[] counts = [.. Enumerable.Range(0, times).Select(_ => count += random.Next(-3, 4))];
            claimed += Trends.Of(counts) == Trend.None ? 0 : 1;
        }

        Assert.InRange((double)claimed / Rounds, 0.005, 0.058); // 0.05 and three standard errors of 4,000 rounds
    }
}
