using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Analysis;

public sealed class PercentileTests
{
    /// <summary>R: quantile(x, p, type = 7).</summary>
    [Theory]
    [InlineData(new long[] { 7 }, 0.9, 7)]
    [InlineData(new long[] { 1, 2 }, 0.5, 1.5)]
    [InlineData(new long[] { 1, 2, 3, 4 }, 0.25, 1.75)]
    [InlineData(new long[] { 1, 2, 3, 4 }, 0.75, 3.25)]
    [InlineData(new long[] { 1, 2, 3, 4 }, 0, 1)]
    [InlineData(new long[] { 1, 2, 3, 4 }, 1, 4)]
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 0.9, 9.1)]
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 0.9, 10)]
    [InlineData(new long[] { 10, 20, 40, 80, 160 }, 0.9, 128)]
    [InlineData(new long[] { 3, 3, 3, 9 }, 0.5, 3)]
    public void It_is_rs_type_seven(long[] sorted, double p, double expected) => Assert.Equal(expected, Percentile.Of(sorted, p), 9);

    [Fact]
    public void Nothing_has_no_percentile() => Assert.Throws<ArgumentException>(() => Percentile.Of([], 0.5));

    [Fact]
    public void It_rises_with_p_and_stays_between_least_and_most()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            long[] sorted = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextInt64(0, 10_000_000)).Order()];
            double before = sorted[0];
            for (double p = 0; p <= 1; p += 0.01)
            {
                double now = Percentile.Of(sorted, p);
                Assert.InRange(now, before, sorted[^1]);
                before = now;
            }
        }
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(5_001)]
    [InlineData(12_345)]
    [InlineData(60_000)]
    public void Thinned_durations_keep_their_count_and_percentiles_within_the_ranks_left_out(int count)
    {
        Random random = new(count);
        long[] all = [.. Enumerable.Range(0, count).Select(_ => (long)Math.Exp(10 + (random.NextDouble() * 12)))];
        Durations kept = Durations.Of(all);
        Array.Sort(all);
        Assert.Equal((count, Math.Min(count, Durations.Limit), count > Durations.Limit), (kept.Count, kept.Seconds.Length, kept.IsThinned));
        Assert.Equal((all[0], all[^1]), (kept.Seconds[0], kept.Seconds[^1]));
        int step = (count / Durations.Limit) + 1;
        foreach (double p in new[] { 0.05, 0.5, 0.75, 0.9, 0.99 })
        {
            int rank = (int)(p * (count - 1));
            Assert.InRange(Percentile.Of(kept.Seconds.AsSpan(), p), all[Math.Max(0, rank - step)], all[Math.Min(count - 1, rank + step + 1)]);
            Assert.InRange(Percentile.CountBelow(kept, all[rank]), rank - (2 * step), rank + (2 * step));
        }
    }

    [Fact]
    public void Merged_durations_are_as_if_they_had_been_one()
    {
        Durations merged = Durations.Merge([Durations.Of([5, 1]), Durations.None, Durations.Of([3])]);
        Assert.Equal(("1 3 5", 3), (string.Join(' ', merged.Seconds), merged.Count));
    }

    [Fact]
    public void A_thinned_part_keeps_its_weight_when_merged()
    {
        Durations many = Durations.Of(Enumerable.Range(0, 50_000).Select(i => 1_000L + i));
        Durations few = Durations.Of(Enumerable.Repeat(1L, 5_000));
        Durations merged = Durations.Merge([many, few]);
        Assert.Equal(55_000, merged.Count);
        Assert.InRange(Percentile.Of(merged.Seconds.AsSpan(), 0.5), 1_000 + 22_450, 1_000 + 22_550);
        Assert.InRange(Percentile.CountBelow(merged, 2), 4_980, 5_020);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public void Shorter_means_strictly_shorter(long seconds, int expected) => Assert.Equal(expected, Percentile.CountBelow(Durations.Of([1, 2, 2, 3]), seconds));
}
