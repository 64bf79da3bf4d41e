using System.Globalization;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Ingest;

public sealed class DealNumbersTests
{
    [Fact]
    public void Each_id_has_one_number_in_the_order_of_coming_however_many_there_are()
    {
        DealNumbers numbers = new();
        for (int i = 0; i < 100_000; i++)
        {
            Assert.True(numbers.TryAdd(Id(i), out int number));
            Assert.Equal(i, number);
        }

        for (int i = 0; i < 100_000; i += 7)
        {
            Assert.False(numbers.TryAdd(Id(i), out int known));
            Assert.Equal((i, i), (known, numbers.Find(Id(i))));
        }

        Assert.Equal((100_000, -1, -1), (numbers.Count, numbers.Find(Id(100_000)), numbers.Find(""u8)));
    }

    [Fact]
    public void An_id_is_found_as_bytes_and_as_text_also_a_long_one()
    {
        DealNumbers numbers = new();
        string[] ids = ["O1", "Zoë 日本", new('ä', 300)];
        Assert.All(ids, id => Assert.True(numbers.TryAdd(Encoding.UTF8.GetBytes(id), out _)));
        Assert.Equal([0, 1, 2], ids.Select(id => numbers.Find(new OpportunityId(id))));
        Assert.Equal(-1, numbers.Find(new OpportunityId("o1")));
    }

    [Fact]
    public void An_id_that_was_expected_is_found_by_its_hash()
    {
        DealNumbers numbers = new();
        int fetched = 0;
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.True(numbers.TryAdd(Id(i), out _)));
        Assert.Equal([.. Enumerable.Range(0, 1_000), -1], Enumerable.Range(0, 1_001).Select(i => numbers.Find(numbers.Expect(Id(i), ref fetched))));
    }

    private static byte[] Id(int i) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"006Hs{i:D10}AAA"));
}
