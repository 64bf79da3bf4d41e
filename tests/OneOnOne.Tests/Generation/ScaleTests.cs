using OneOnOne.Local.Generation;

namespace OneOnOne.Tests.Generation;

public sealed class ScaleTests
{
    [Fact]
    public async Task A_hundred_reps_come_with_everything_that_belongs_to_them()
    {
        using GeneratedFolder folder = await GeneratedFolder.MakeAsync(
            root => new GeneratorOptions(Reps: 100, Weeks: 2, Seed: 3, root, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 60, ActivitiesPerOpportunity = 20 });
        GeneratedSnapshot last = folder.Company.Snapshots[^1];
        Assert.Equal(1 + 25 + 100, last.Rows["people.csv"]);
        Assert.Equal(100, last.Rows["meetings.csv"]);
        Assert.InRange(last.Rows["opportunities.csv"], 5_000, 6_600);
        Assert.InRange(last.Rows["activities.csv"] / last.Rows["opportunities.csv"], 12, 22);
        SnapshotFiles files = new(last.Folder);
        Assert.All(last.Rows, file => Assert.Equal(file.Value, files.Lines(file.Key).Length));
        Assert.Equal(last.Bytes, Directory.EnumerateFiles(last.Folder, "*.csv").Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task Nearly_every_rep_of_two_years_has_enough_won_deals_to_compare_with()
    {
        using GeneratedFolder folder = await GeneratedFolder.MakeAsync(root => new GeneratorOptions(Reps: 24, Weeks: 1, Seed: 5, root, GeneratorOptions.DefaultUntil));
        SnapshotFiles files = new(folder.Company.Snapshots[0].Folder);
        var won = files.Rows("opportunities.csv").Where(row => row["outcome"] == "won").CountBy(row => row["owner_id"]).ToDictionary(StringComparer.Ordinal);
        string[] fresh = ["rep-06", "rep-18"];
        string[] seasoned = [.. files.Rows("people.csv").Select(row => row["person_id"]).Where(id => id.StartsWith("rep-", StringComparison.Ordinal)).Except(fresh)];
        Assert.All(seasoned, rep => Assert.True(won[rep] >= 5, rep));
        Assert.True(seasoned.Count(rep => won[rep] >= 8) >= 20);
        Assert.All(fresh, rep => Assert.True(won.GetValueOrDefault(rep) < 8, rep));
    }

    [Fact]
    public async Task A_weekend_may_be_the_last_day()
    {
        using GeneratedFolder folder = await GeneratedFolder.MakeAsync(root => new GeneratorOptions(Reps: 3, Weeks: 3, Seed: 5, root, new DateOnly(2028, 2, 27)));
        Assert.Equal(["2028-02-13", "2028-02-20", "2028-02-27"], folder.Company.Snapshots.Select(snapshot => Path.GetFileName(snapshot.Folder)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_the_users_to_mend()
    {
        string file = Path.GetTempFileName();
        GeneratorOptions under = new(Reps: 1, Weeks: 1, Seed: 1, Path.Combine(file, "below"), GeneratorOptions.DefaultUntil);
        UserErrorException below = await Assert.ThrowsAsync<UserErrorException>(() => Company.GenerateAsync(under, CancellationToken.None));
        Assert.StartsWith($"--out {under.OutDirectory} cannot be written:", below.Message, StringComparison.Ordinal);
        UserErrorException itself = await Assert.ThrowsAsync<UserErrorException>(() => Company.GenerateAsync(under with { OutDirectory = file }, CancellationToken.None));
        Assert.Equal($"--out {file} is a file; pass a folder.", itself.Message);
        File.Delete(file);
    }

    [Fact]
    public async Task What_is_cancelled_leaves_no_manifest()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        GeneratorOptions options = new(Reps: 50, Weeks: 1, Seed: 1, folder, GeneratorOptions.DefaultUntil);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Company.GenerateAsync(options, cancelled.Token));
        Assert.False(File.Exists(Path.Combine(folder, "2026-11-20", "snapshot.json")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 2, false, "--reps is 0; it must be from 1 to 100000.")]
    [InlineData(3, 0, false, "--weeks is 0; it must be from 1 to 52.")]
    [InlineData(3, 2, true, "--stories needs at least 12 reps to play in; pass --reps 12 or more.")]
    public async Task A_bad_option_is_named_and_nothing_is_written(int reps, int weeks, bool stories, string message)
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        GeneratorOptions options = new(reps, weeks, Seed: 1, folder, GeneratorOptions.DefaultUntil) { Stories = stories };
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => Company.GenerateAsync(options, CancellationToken.None));
        Assert.Equal(message, error.Message);
        Assert.False(Directory.Exists(folder));
    }
}
