using System.Text;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Tests.Ingest;

public sealed class DigitPairsTests
{
    [Fact]
    public void Any_byte_at_any_place_is_taken_for_what_it_is()
    {
        DigitPairs pairs = new("00:00:00"u8);
        byte[] text = Encoding.ASCII.GetBytes("12:34:56");
        for (int place = 0; place < text.Length; place++)
        {
            for (int other = 0; other < 256; other++)
            {
                byte[] changed = [.. text];
                changed[place] = (byte)other;
                bool sound = place is 2 or 5 ? other == ':' : char.IsAsciiDigit((char)other);
                Assert.Equal(sound, pairs.TryRead(changed, out ulong read));
                if (sound)
                {
                    int[] numbers = [.. Encoding.ASCII.GetString(changed).Split(':').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
                    Assert.Equal(numbers, new[] { (int)(read & 0xFF), (int)((read >> 24) & 0xFF), (int)((read >> 48) & 0xFF) });
                }
            }
        }
    }

    [Fact]
    public void A_text_that_takes_the_place_of_another_is_not_taken_for_it()
    {
        Remembered<int> remembered = new(places: 1);
        remembered.Add("one"u8, 1);
        Assert.True(remembered.TryGet("one"u8, out int one));
        Assert.Equal(1, one);
        Assert.False(remembered.TryGet("two"u8, out _));
        remembered.Add("two"u8, 2);
        Assert.False(remembered.TryGet("one"u8, out _));
        remembered.Add(new byte[65], 3);
        Assert.False(remembered.TryGet(new byte[65], out _));
    }
}
