using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Crm;

public sealed class BulkEditTests
{
    // Seven seconds off the quarter of an hour, as a click would be.
    private static DateTimeOffset Second(double second) => Days.At(3).AddSeconds(7 + second);

    private static string Found(IEnumerable<(double Second, int Deal)> changes) => string.Join(", ", BulkEdit.In(changes.Select(change => (Second(change.Second), change.Deal)))
        .Select(edit => $"{(edit.From - Second(0)).TotalSeconds} to {(edit.To - Second(0)).TotalSeconds}"));

    [Theory]
    [InlineData(5, 60, "0 to 60")]
    [InlineData(5, 61, "")]
    [InlineData(4, 10, "")]
    [InlineData(6, 0, "0 to 0")]
    public void Five_deals_within_a_minute_are_one(int deals, int seconds, string expected) =>
        Assert.Equal(expected, Found(Enumerable.Range(0, deals).Select(i => ((double)seconds * i / (deals - 1), i))));

    [Fact]
    public void A_deal_that_is_changed_twice_is_one_deal() => Assert.Equal("", Found([(0, 1), (1, 2), (2, 3), (3, 4), (4, 4)]));

    [Fact]
    public void A_long_one_is_one_and_a_second_one_apart() => Assert.Equal(
        "0 to 120, 300 to 304",
        Found([.. Enumerable.Range(0, 9).Select(i => (15.0 * i, i)), .. Enumerable.Range(0, 5).Select(i => (300.0 + i, i)), (200, 7)]));

    [Fact]
    public void Times_that_may_be_bare_days_are_none() =>
        Assert.Empty(BulkEdit.In(Enumerable.Range(0, 9).Select(i => (Days.At(3).AddHours(4.75), i))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Are_those_that_trying_every_minute_finds(int seed)
    {
        Random random = new(seed);
        (double At, int Deal)[] changes = [.. Enumerable.Range(0, 300).Select(_ => ((double)random.Next(4000), random.Next(12)))];
        BulkEdit[] edits = [.. BulkEdit.In(changes.Select(change => (Second(change.At), change.Deal)))];
        int covered = 0;
        foreach ((double at, _) in changes)
        {
            bool expected = changes.Any(start => start.At <= at && at <= start.At + 60
                && changes.Where(other => other.At >= start.At && other.At <= start.At + 60).Select(other => other.Deal).Distinct().Count() >= 5);
            Assert.Equal(expected && !MayBeADay(at), edits.Any(edit => edit.Covers(Second(at))) && !MayBeADay(at));
            covered += expected ? 1 : 0;
        }

        Assert.InRange(covered, 1, 299);
    }

    private static bool MayBeADay(double second) => Second(second).UtcTicks % TimeSpan.FromMinutes(15).Ticks == 0;
}
