using System.Runtime.InteropServices;
using OneOnOne.Ingest.Parts;

namespace OneOnOne.Tests.Ingest;

public sealed class RecordListsTests
{
    private const int Lists = 7;

    [Theory]
    [InlineData(int.MaxValue, false)]
    [InlineData(20_000, true)]
    [InlineData(0, true)]
    public void What_was_appended_comes_back_in_order_from_memory_and_from_the_file(int budget, bool spills)
    {
        using RecordLists lists = new(Lists, budget);
        List<byte>[] expected = [.. Enumerable.Range(0, Lists).Select(_ => new List<byte>())];
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            int list = random.Next(Lists - 1); // The last one stays empty.
            if (random.Next(3) == 0)
            {
                byte[] record = new byte[random.Next(1, i % 500 == 0 ? 60_000 : 40)];
                random.NextBytes(record);
                lists.Append(list, record);
                expected[list].AddRange(record);
            }
            else
            {
                StageRecord record = new(random.Next(), random.Next(), random.NextInt64());
                lists.Append(list, record);
                expected[list].AddRange(MemoryMarshal.AsBytes(new ReadOnlySpan<StageRecord>(in record)));
            }
        }

        for (int list = 0; list < Lists; list++)
        {
            using RecordsRead read = lists.Read(list);
            Assert.True(read.Bytes.SequenceEqual(CollectionsMarshal.AsSpan(expected[list])), $"List {list} came back otherwise.");
        }

        Assert.Equal(spills, lists.Spilled > 0);
    }

    [Fact]
    public void A_list_is_read_by_several_at_once()
    {
        using RecordLists lists = new(4, budget: 1_000);
        for (int i = 0; i < 40_000; i++)
        {
            lists.Append(i % 4, i);
        }

        Parallel.For(0, 64, round =>
        {
            using RecordsRead read = lists.Read(round % 4);
            Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (i * 4) + (round % 4)), read.Of<int>().ToArray());
        });
    }

    [SkippableFact(DisplayName = "Nothing of what was put aside has a name, so nothing stays behind (Linux, where it can be looked at)")]
    public void Nothing_of_what_was_put_aside_has_a_name()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs /proc");
        using RecordLists lists = new(1, budget: 0);
        lists.Append(0, new byte[100_000]);
        lists.Append(0, new byte[100_000]);
        Assert.True(lists.Spilled > 0);
        Assert.Contains(Directory.EnumerateFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget), target => target is not null && target.Contains("oneonone-", StringComparison.Ordinal) && target.EndsWith("(deleted)", StringComparison.Ordinal));
    }
}
