using System.Text;
using OneOnOne.Tests.Fuzzing.Targets;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>
/// Input that crosses a border of the product, spoilt at random and by hand: it is taken or refused by the rules, and nothing else ever
/// happens. `FUZZ_CASES=100000 dotnet test tests/OneOnOne.Tests --filter FullyQualifiedName~FuzzTests` is the long run.
/// </summary>
public sealed class FuzzTests
{
    private static readonly Dictionary<string, Func<FuzzTarget>> All = new()
    {
        ["csv"] = () => new CsvTarget(),
        ["mapping"] = () => new MappingTarget(),
        ["manifest"] = () => new ManifestTarget(),
        ["settings"] = () => new SettingsTarget(),
        ["arguments"] = () => new ArgumentsTarget(),
        ["http"] = () => new HttpTarget(),
        ["token"] = () => new TokenTarget(),
        ["link"] = () => new LinkTarget(),
        ["webhook"] = () => new WebhookTarget(),
        ["journal"] = () => new JournalTarget(),
        ["message"] = () => new MessageTarget(),
        ["stored"] = () => new StoredTarget(),
        ["smtp"] = () => new SmtpTarget(),
    };

    public static TheoryData<string> Targets => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Whatever_comes_in_is_taken_or_refused_by_the_rules(string name)
    {
        await using FuzzTarget target = All[name]();
        await Fuzz.RunAsync(name, target);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Every_input_of_the_corpus_is_taken_or_refused_by_the_rules(string name)
    {
        await using FuzzTarget target = All[name]();
        await Fuzz.ReplayAsync(name, target);
    }

    [Fact]
    public void Every_folder_of_the_corpus_has_a_target_and_input() =>
        Assert.Equal(All.Keys.Order(StringComparer.Ordinal), Directory.GetDirectories(Fuzz.Corpus("")).Where(folder => Directory.GetFiles(folder).Length > 0).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_failure_is_shown_small_and_with_its_number()
    {
        Xunit.Sdk.XunitException told = await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(() => Fuzz.RunAsync("planted", new Planted()));
        Assert.Contains("FUZZ_CASES=1 fails for planted:\n4 bytes: f\\x00\\x00z\nbase64 -d <<< ZgAAeg== > tests/OneOnOne.Tests/Fuzzing/Corpus/planted/", told.Message, StringComparison.Ordinal);
    }

    /// <summary>Falls over an f with a z anywhere behind it and a pair of NULs between them.</summary>
    private sealed class Planted : FuzzTarget
    {
        public override int Usual => 20;

        protected override IReadOnlyList<byte[]> Seeds { get; } = ["for\0\0\0 a puzzle of a thousand pieces"u8.ToArray()];

        public override byte[] Make(Random random) => [.. Mutation.Noise(random, 9).Where(one => one is not ((byte)'f' or (byte)'z')), .. Seeds[0]];

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public override Task CheckAsync(byte[] input)
        {
            string text = Encoding.Latin1.GetString(input);
            int at = text.IndexOf('f', StringComparison.Ordinal);
            int nul = at < 0 ? -1 : text.IndexOf("\0\0", at, StringComparison.Ordinal);
            return nul >= 0 && text.IndexOf('z', nul) > 0 ? throw new InvalidOperationException("f00z") : Task.CompletedTask;
        }
    }
}
