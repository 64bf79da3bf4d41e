using System.Globalization;
using OneOnOne.Local.Generation;

namespace OneOnOne.Tests.Generation;

public sealed class SampleTests
{
    /// <summary>Cultures with another calendar, another minus, another comma, or another idea of a small I.</summary>
    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public async Task The_committed_sample_is_what_the_generator_makes_in_every_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            using GeneratedFolder fresh = await GeneratedFolder.MakeAsync(GeneratedFolder.Sample);
            string[] committed = [.. GeneratedFolder.FilesOf(GeneratedFolder.CommittedSample).Where(file => file.StartsWith("2026-", StringComparison.Ordinal))];
            Assert.Equal(16, committed.Length);
            Assert.Equal(committed, fresh.Files());
            Assert.All(committed, file => Assert.True(
                File.ReadAllBytes(Path.Combine(GeneratedFolder.CommittedSample, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(fresh.Root, file))),
                $"{file} is not what the generator makes: generate the sample again with the command in samples/README.md, or undo what changed the generator."));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Another_seed_makes_another_company()
    {
        using GeneratedFolder one = await GeneratedFolder.MakeAsync(folder => GeneratedFolder.Sample(folder) with { Seed = 1 });
        using GeneratedFolder two = await GeneratedFolder.MakeAsync(folder => GeneratedFolder.Sample(folder) with { Seed = 2 });
        Assert.NotEqual(
            await File.ReadAllTextAsync(Path.Combine(one.Root, "2026-11-20", "opportunities.csv")),
            await File.ReadAllTextAsync(Path.Combine(two.Root, "2026-11-20", "opportunities.csv")));
    }

    [Fact]
    public void The_readme_tells_every_story()
    {
        string readme = File.ReadAllText(Path.Combine(GeneratedFolder.CommittedSample, "..", "README.md"));
        Assert.All(new Stories(GeneratorOptions.DefaultUntil).All, story =>
            Assert.Contains(FormattableString.Invariant($"| {story.Id} | rep-{story.Rep:00} | {story.Shows} |"), readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_stays_small_and_plain()
    {
        string[] files = [.. GeneratedFolder.FilesOf(GeneratedFolder.CommittedSample).Select(file => Path.Combine(GeneratedFolder.CommittedSample, file))];
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 800_000, 1_500_000);
        Assert.All(files, file => Assert.DoesNotContain((byte)'\r', File.ReadAllBytes(file)));
        string[] addresses = [.. new SnapshotFiles(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-20")).Rows("people.csv").Select(row => row["email"])];
        Assert.Equal(addresses.Length, addresses.Distinct(StringComparer.Ordinal).Count());
        Assert.All(addresses, address => Assert.Matches(@"^[a-z.\-0-9]+@example\.(com|org)$", address));
    }
}
