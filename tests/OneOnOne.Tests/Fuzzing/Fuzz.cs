using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>
/// Runs cases of a target. FUZZ_CASES says how many, FUZZ_BASE with which one to begin; each case depends on its number alone. A
/// failure is shrunk, and shown with the command that adds it to the corpus.
/// </summary>
internal static class Fuzz
{
    private const int MostTries = 3_000;
    private const int Shown = 400;

    /// <summary>No input is worth this long: what takes it hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static int Cases(int usual) => Number("FUZZ_CASES") ?? usual;

    public static async Task RunAsync(string name, FuzzTarget target)
    {
        await target.StartAsync();
        int first = Number("FUZZ_BASE") ?? 1;
        int cases = Cases(target.Usual);
        for (int number = first; number < first + cases; number++)
        {
            byte[] input = target.Make(Numbers(number));
            if (await FailureAsync(target, input) is { } failure)
            {
                byte[] smallest = await ShrinkAsync(target, input);
                throw new XunitException($"FUZZ_BASE={number} FUZZ_CASES=1 fails for {name}:\n{Told(name, smallest)}\n{await FailureAsync(target, smallest) ?? failure}");
            }
        }
    }

    /// <summary>Every input of the corpus, by the names of its files.</summary>
    public static async Task ReplayAsync(string name, FuzzTarget target)
    {
        await target.StartAsync();
        StringBuilder failed = new();
        foreach (string file in Directory.GetFiles(Corpus(name)).Order(StringComparer.Ordinal))
        {
            if (await FailureAsync(target, await File.ReadAllBytesAsync(file)) is { } failure)
            {
                failed.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {failure}");
            }
        }

        Assert.True(failed.Length == 0, failed.ToString());
    }

    public static string Corpus(string name) => Repository.File("tests", "OneOnOne.Tests", "Fuzzing", "Corpus", name);

    internal static Random Numbers(int number) => new(unchecked((int)((uint)number * 2_654_435_761)));

    internal static async Task<byte[]> ShrinkAsync(FuzzTarget target, byte[] input)
    {
        int tries = 0;
        for (int size = input.Length / 2; size > 0; size /= 2)
        {
            for (int at = 0; at + size <= input.Length && tries < MostTries;)
            {
                byte[] smaller = [.. input[..at], .. input[(at + size)..]];
                tries++;
                if (await FailureAsync(target, smaller) is null)
                {
                    at += size;
                }
                else
                {
                    input = smaller;
                }
            }
        }

        return input;
    }

    private static async Task<string?> FailureAsync(FuzzTarget target, byte[] input)
    {
        try
        {
            await Task.Run(() => target.CheckAsync(input)).WaitAsync(Patience);
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static string Told(string name, byte[] input)
    {
        string file = $"tests/OneOnOne.Tests/Fuzzing/Corpus/{name}/{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        string text = string.Concat(Encoding.Latin1.GetString(input).Take(Shown).Select(c => c is '\n' or (>= ' ' and < '\u007f') ? c.ToString() : $"\\x{(int)c:x2}"));
        return $"{input.Length} bytes: {text}\nbase64 -d <<< {Convert.ToBase64String(input)} > {file}";
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : null;
}
