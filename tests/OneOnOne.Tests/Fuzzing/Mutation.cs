using System.Text;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>Spoils input: by the structure of its JSON where it has some, by its bytes, and now and then with noise alone.</summary>
internal static class Mutation
{
    private const int LongestRepeat = 70_000;
    private const int Longest = 300_000;

    public static byte[] Of(Random random, IReadOnlyList<byte[]> seeds)
    {
        byte[] input = seeds[random.Next(seeds.Count)];
        if (random.Next(50) == 0)
        {
            return Noise(random, random.Next(1, 200));
        }

        for (int rounds = 1 + random.Next(3); rounds > 0; rounds--)
        {
            input = random.Next(3) == 0 && JsonMutation.Of(random, input) is { } json ? json : Bytes(random, input, seeds);
        }

        return input.Length > Longest ? input[..Longest] : input;
    }

    public static byte[] Bytes(Random random, byte[] input, IReadOnlyList<byte[]> seeds)
    {
        int at = random.Next(input.Length + 1);
        int end = random.Next(at, Math.Min(input.Length, at + 40) + 1);
        return random.Next(12) switch
        {
            0 => [.. input[..at], .. Noise(random, 1 + random.Next(4)), .. input[at..]],
            1 => Flipped(random, input),
            2 => [.. input[..at], .. input[end..]],
            3 => [.. input[..end], .. input[at..]],
            4 => input[..at],
            5 => Spliced(random, input, seeds[random.Next(seeds.Count)]),
            6 when random.Next(20) == 0 => Repeated(input, at, end, random.Next(2, LongestRepeat)),
            6 or 7 => Repeated(input, at, end, random.Next(2, 20)),
            8 => Numbers(random, input),
            9 or 10 => [.. input[..at], .. Hostile.Bytes(random), .. input[end..]],
            _ => Words(random, input),
        };
    }

    public static byte[] Noise(Random random, int length)
    {
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Flipped(Random random, byte[] input)
    {
        if (input.Length == 0)
        {
            return input;
        }

        byte[] flipped = [.. input];
        flipped[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Spliced(Random random, byte[] one, byte[] other) => [.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length + 1)..]];

    private static byte[] Repeated(byte[] input, int at, int end, int times)
    {
        byte[] part = input[at..end];
        int most = part.Length == 0 ? 0 : Math.Min(times, LongestRepeat / part.Length);
        return [.. input[..at], .. Enumerable.Repeat(part, most).SelectMany(one => one), .. input[at..]];
    }

    /// <summary>One run of digits becomes another number.</summary>
    private static byte[] Numbers(Random random, byte[] input)
    {
        int at = Array.FindIndex(input, random.Next(input.Length + 1), char_ => char_ is >= (byte)'0' and <= (byte)'9');
        if (at < 0)
        {
            return input;
        }

        int end = at;
        while (end < input.Length && input[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        return [.. input[..at], .. Encoding.ASCII.GetBytes(Hostile.Number(random)), .. input[end..]];
    }

    /// <summary>One word becomes a hostile one.</summary>
    private static byte[] Words(Random random, byte[] input)
    {
        int at = Array.FindIndex(input, random.Next(input.Length + 1), one => char.IsAsciiLetter((char)one));
        if (at < 0)
        {
            return input;
        }

        int end = at;
        while (end < input.Length && char.IsAsciiLetterOrDigit((char)input[end]))
        {
            end++;
        }

        return [.. input[..at], .. Hostile.Bytes(random), .. input[end..]];
    }
}
