using System.Text;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

public sealed class SeparatorsTests
{
    /// <summary>As many as a processor looks at together are 16 to 64: each length around that, and the text at each place in it.</summary>
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Each_delimiter_and_line_feed_is_found_wherever_it_stands(char delimiter)
    {
        Random random = new(7);
        int[] found = [];
        for (int length = 0; length < 300; length++)
        {
            byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => ",;\t\n\r\"abz"[random.Next(9)])));
            int[] expected = [.. Enumerable.Range(0, length).Where(i => text[i] == delimiter || text[i] == '\n')];
            int count = Separators.Find(text, (byte)delimiter, ref found);
            Assert.Equal(expected, found[..count]);
        }
    }

    [Fact]
    public void Text_of_nothing_else_has_room()
    {
        int[] found = [];
        int count = Separators.Find(Encoding.ASCII.GetBytes(new string(',', 100_001)), (byte)',', ref found);
        Assert.Equal(Enumerable.Range(0, 100_001), found[..count]);
    }
}
