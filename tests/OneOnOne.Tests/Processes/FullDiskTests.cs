using System.Diagnostics;
using System.Globalization;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Processes;

/// <summary>A disk that is full, and then is not: a file system of its own that is made larger afterwards, with what it holds.</summary>
[Trait("Category", "Process")]
public sealed class FullDiskTests(BooksFolder books) : IClassFixture<BooksFolder>
{
    private const int Briefs = 18;
    private const string ByDatabase = "The database cannot be written: the disk is full or failing. Nothing was half-written; make room and run the same command again.\n";

    private static readonly string[] Run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168"];

    [SkippableFact(DisplayName = "R22: a full disk during an ingest (needs the right to mount a small file system)")]
    [Promise("R22", "the first week, on a disk that holds half of it")]
    public async Task R22_A_disk_that_is_full_during_an_ingest_leaves_nothing_and_the_next_one_does_it()
    {
        using PipelineFolder folder = new();
        string[] ingest = ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")];
        await LocalProcess.DoAsync(folder["undisturbed"], ingest);
        await using SmallDisk disk = await SmallDisk.MountAsync(folder["data"], kilobytes: 400);
        Assert.Equal((1, ByDatabase), Told(await LocalProcess.RunAsync(folder["data"], ingest)));
        await disk.GrowAsync();
        await LocalProcess.DoAsync(folder["data"], ingest);
        Assert.Equal(DataLeft.Everything(folder["undisturbed"]), DataLeft.Everything(folder["data"]));
    }

    [SkippableFact(DisplayName = "R22: a full disk under the ledger (needs the right to mount a small file system)")]
    [Promise("R22", Briefs, "briefs to the outbox")]
    public async Task R22_A_disk_that_is_full_during_a_run_ends_it_and_the_next_one_delivers_each_brief_once()
    {
        string ready = await books.ReadyAsync("ready");
        using PipelineFolder folder = new();
        long books1 = new FileInfo(Path.Combine(ready, "oneonone.db")).Length;
        await using SmallDisk disk = await SmallDisk.MountAsync(folder["data"], kilobytes: (books1 / 1024) + 300);
        File.Copy(Path.Combine(ready, "oneonone.db"), folder["data", "oneonone.db"]);
        Assert.Equal((1, ByDatabase), Told(await LocalProcess.RunAsync(folder["data"], Run)));
        await disk.GrowAsync();
        await LocalProcess.RunAsync(folder["data"], Run);
        await LocalProcess.DoAsync(folder["data"], Later(Run));
        Assert.Equal(Briefs, Directory.GetFiles(folder["data", "outbox"], "*.eml").Length);
    }

    [SkippableFact(DisplayName = "R22: a full disk under the outbox (needs the right to mount a small file system)")]
    [Promise("R22", Briefs, "briefs, room for some of them")]
    public async Task R22_An_outbox_that_is_full_takes_what_it_can_and_the_rest_when_there_is_room()
    {
        string data = await books.ReadyAsync("outbox");
        string outbox = Path.Combine(data, "outbox");
        await using SmallDisk disk = await SmallDisk.MountAsync(outbox, kilobytes: 400);
        (int code, string told) = Told(await LocalProcess.RunAsync(data, Run));
        int there = Directory.GetFiles(outbox, "*.eml").Length;
        Assert.InRange(there, 1, Briefs - 1);
        Assert.Equal((1, $"{Briefs - there} briefs wait: the outbox {outbox} cannot be written. Make room there and check its permissions. Then run again.\n"), (code, told));
        await disk.GrowAsync();
        await LocalProcess.DoAsync(data, Later(Run));
        Assert.Equal(Briefs, Directory.GetFiles(outbox, "*.eml").Length);
    }

    [SkippableFact(DisplayName = "R22: a full disk under the quarantine (needs the right to mount a small file system)")]
    [Promise("R22", "3 rows set aside, no room for them")]
    public async Task R22_A_quarantine_that_cannot_be_written_stops_the_ingest_before_it_publishes()
    {
        using PipelineFolder folder = new();
        string[] ingest = ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")];
        string quarantine = folder["data", "quarantine"];
        await using SmallDisk disk = await SmallDisk.MountAsync(quarantine, kilobytes: 4);
        await File.WriteAllBytesAsync(Path.Combine(quarantine, "filler"), new byte[4096]);
        (int code, string told) = Told(await LocalProcess.RunAsync(folder["data"], ingest));
        Assert.Equal(1, code);
        Assert.EndsWith(" Nothing was half-written; mend that and run the same command again.\n", told, StringComparison.Ordinal);
        Assert.Equal(0, Snapshots(folder["data"]));
        await disk.GrowAsync();
        await LocalProcess.DoAsync(folder["data"], ingest);
        Assert.Equal(4, (await File.ReadAllLinesAsync(Directory.GetFiles(quarantine, "*.csv").Single())).Length);
        Assert.Equal(1, Snapshots(folder["data"]));
    }

    private static long Snapshots(string data)
    {
        using DataLeft left = new(data);
        return left.Snapshots;
    }

    /// <summary>Twenty minutes on: what was deferred is due.</summary>
    private static string[] Later(string[] run) => [.. run.Select(word => word == PipelineCommand.AsOf ? "2026-11-20T18:20:00Z" : word)];

    private static (int Code, string Error) Told(Ended ended) => (ended.Code, ended.Error);

    private sealed class SmallDisk(string folder) : IAsyncDisposable
    {
        public static async Task<SmallDisk> MountAsync(string folder, long kilobytes)
        {
            Directory.CreateDirectory(folder);
            bool mounted = OperatingSystem.IsLinux() && await DoneAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "none", folder);
            Needs.That(mounted, "This test needs the right to mount a small file system (tmpfs, as root).");
            return new SmallDisk(folder);
        }

        public async Task GrowAsync() => Assert.True(await DoneAsync("mount", "-o", "remount,size=64m", folder));

        public async ValueTask DisposeAsync()
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await DoneAsync("umount", folder);
        }

        private static async Task<bool> DoneAsync(string program, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
    }
}
