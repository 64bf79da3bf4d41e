using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

public sealed class ActivityTallyTests
{
    private static readonly DateTimeOffset TakenAt = Days.At(20);

    [Fact]
    public void It_comes_to_what_counting_row_by_row_comes_to_in_any_order()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            (ActivityKind Kind, DateTimeOffset At, bool? Completed)[] rows =
            [
                .. Enumerable.Range(0, random.Next(1, 600)).Select(_ =>
                    ((ActivityKind)random.Next(5), TakenAt.AddHours(random.Next(-24 * 60, 48)), new bool?[] { null, true, false }[random.Next(3)])),
            ];
            ActivityTally tally = new(TakenAt);
            foreach ((ActivityKind kind, DateTimeOffset at, bool? completed) in rows)
            {
                tally.Add(kind, at, completed);
            }

            (ActivityKind Kind, DateTimeOffset At, bool? Completed)[] done = [.. rows.Where(row => row.At <= TakenAt && row.Completed != false)];
            Assert.Equal(
                done.GroupBy(row => (On: DateOnly.FromDateTime(row.At.UtcDateTime), row.Kind)).Select(group => new ActivityDay(group.Key.On, group.Key.Kind, group.Count())).OrderBy(day => day.On).ThenBy(day => day.Kind),
                tally.Total().Days);
            Assert.Equal(done.OrderBy(row => row.At).ThenBy(row => row.Kind).Select(row => new LastActivity(row.At, row.Kind)).LastOrDefault(), tally.Total().Last);
            Assert.Equal(rows.Where(row => row.At > TakenAt).Select(row => row.At).Order(), tally.Total().Booked.Order());
        }
    }

    [Fact]
    public void An_id_is_a_repeat_within_its_owner_and_nowhere_else()
    {
        RepeatedRows rows = new();
        Assert.Equal([false, true, false, false], new[] { ("ann", 1UL), ("ann", 1UL), ("bob", 1UL), ("ann", 2UL) }.Select(row => rows.IsRepeat(row.Item1, row.Item2)));
    }

    [Fact]
    public void A_million_ids_are_told_apart()
    {
        RepeatedRows rows = new();
        Assert.DoesNotContain(Enumerable.Range(0, 1_000_000), i => rows.IsRepeat("ann", System.IO.Hashing.XxHash3.HashToUInt64(BitConverter.GetBytes(i))));
    }
}
