using System.Diagnostics;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Processes;

/// <summary>A database that cannot be used: one clear line, exit code 1, the file left as it is; and when that is mended, everything goes on.</summary>
[Trait("Category", "Process")]
public sealed class DatabaseTroubleTests(BooksFolder books) : IClassFixture<BooksFolder>
{
    private const int Briefs = 18;

    /// <summary>Soaks that mostly wait run where many kills are asked for too.</summary>
    private const int Patient = 200;

    /// <summary>When what was deferred is due.</summary>
    private const string Later = "2026-11-20T18:20:00Z";

    private static readonly string[] Run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168"];

    [SkippableFact(DisplayName = "R22: a data folder that may only be read (needs root and setpriv)")]
    [Promise("R22", Briefs, "briefs, a folder that may only be read")]
    public async Task R22_A_folder_that_may_only_be_read_is_named_and_a_run_after_that_delivers_each_brief()
    {
        string data = await books.ReadyAsync("readonly");
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(data, "oneonone.db"));
        Assert.Equal((1, $"The data folder {data} cannot be written. Check its permissions, or choose another one with --data.\n"), await UnprivilegedAsync(data));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(data, "oneonone.db")));
        await DeliversAsync(data);
    }

    [SkippableFact(DisplayName = "R22: a database file that may only be read (needs root and setpriv)")]
    [Promise("R22", Briefs, "briefs, a file that may only be read")]
    public async Task R22_A_database_that_may_only_be_read_is_named_and_a_run_after_that_delivers_each_brief()
    {
        string data = await books.ReadyAsync("readonly-file");
        await ModeAsync("777", data); // The folder is everybody's, the file is root's.
        Assert.Equal((1, "The database cannot be written. Check the folder's permissions, or choose another folder with --data.\n"), await UnprivilegedAsync(data));
        foreach (string side in Directory.GetFiles(data, "oneonone.db-*"))
        {
            File.Delete(side);
        }

        await DeliversAsync(data);
    }

    [Fact]
    [Promise("R22", Briefs, "briefs, half of the file's pages overwritten")]
    public async Task R22_A_damaged_database_is_named_and_a_copy_put_back_goes_on()
    {
        string data = await books.ReadyAsync("damaged");
        string file = Path.Combine(data, "oneonone.db");
        byte[] whole = await File.ReadAllBytesAsync(file);
        byte[] damaged = [.. whole];
        new Random(1).NextBytes(damaged.AsSpan(damaged.Length / 2));
        await File.WriteAllBytesAsync(file, damaged);
        Ended ended = await LocalProcess.RunAsync(data, Run);
        Assert.Equal((1, "The database is damaged. Put a copy of it back; with a new one, briefs that were mailed before would be mailed once more.\n"), (ended.Code, ended.Error));
        foreach (string side in Directory.GetFiles(data, "oneonone.db-*"))
        {
            File.Delete(side);
        }

        await File.WriteAllBytesAsync(file, whole);
        await DeliversAsync(data);
    }

    [SkippableFact(DisplayName = "R22: a database that another process keeps to itself (waits for half a minute: KILL_ROUNDS=200)")]
    [Promise("R22", Briefs, "briefs, half a minute of patience")]
    public async Task R22_A_database_that_another_process_keeps_to_itself_is_waited_for_and_then_named()
    {
        Needs.That(KillPlan.Rounds >= Patient, "This test waits for half a minute. Set KILL_ROUNDS to 200.");
        string data = await books.ReadyAsync("locked");
        using (BooksFolder.Locked(data))
        {
            Ended ended = await LocalProcess.RunAsync(data, Run);
            Assert.Equal((1, "The database is in use by another process. Wait for it to end and run the same command again.\n"), (ended.Code, ended.Error));
        }

        await DeliversAsync(data);
    }

    [Fact]
    [Promise("R22", Briefs, "briefs, the folder moved away after the first and put back")]
    public async Task R22_A_data_folder_that_is_moved_away_midway_is_named_and_goes_on_when_it_is_back()
    {
        const int MostTries = 10;
        for (int i = 1; !await IsMovedAwayAsync(await books.ReadyAsync($"moved-{i}")); i++)
        {
            Assert.True(i < MostTries, "The process was done before the folder could be moved, each time.");
        }
    }

    /// <returns>False when all briefs were out before anybody looked: a busy machine lets the process run ahead.</returns>
    private static async Task<bool> IsMovedAwayAsync(string data)
    {
        string away = data + "-away";
        string outbox = Path.Combine(data, "outbox");
        using LocalProcess process = LocalProcess.Start(data, Run);
        while (!process.HasExited && (!Directory.Exists(outbox) || Directory.GetFiles(outbox, "*.eml").Length == 0))
        {
            await Task.Delay(1);
        }

        using (BooksFolder.Locked(data))
        {
            if (Directory.GetFiles(outbox, "*.eml").Length == Briefs)
            {
                return false;
            }

            Directory.Move(data, away); // While its next write stands at the lock.
        }

        Ended ended = await process.EndAsync();
        int there = Directory.GetFiles(Path.Combine(away, "outbox"), "*.eml").Length;
        Assert.Equal((1, $"{Briefs - there} briefs wait: the outbox {outbox} cannot be written. Make room there and check its permissions. Then run again.\n"), (ended.Code, ended.Error));
        Assert.False(Directory.Exists(data));
        Directory.Move(away, data);
        await DeliversAsync(data, Later);
        return true;
    }

    private static async Task DeliversAsync(string data, string asOf = PipelineCommand.AsOf)
    {
        await LocalProcess.DoAsync(data, [.. Run.Select(word => word == PipelineCommand.AsOf ? asOf : word)]);
        Assert.Equal(Briefs, Directory.GetFiles(Path.Combine(data, "outbox"), "*.eml").Length);
    }

    private static async Task ModeAsync(string mode, string path)
    {
        Needs.That(OperatingSystem.IsLinux(), "This test needs Linux.");
        using Process process = Process.Start("chmod", [mode, path]);
        await process.WaitForExitAsync();
    }

    /// <summary>As somebody who owns nothing: permissions do not hold root back.</summary>
    private static async Task<(int Code, string Error)> UnprivilegedAsync(string data)
    {
        Needs.That(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "This test needs Linux, root and setpriv.");
        Ended ended = await LocalProcess.RunAsync(data, Run, ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"], ("HOME", "/tmp"));
        return (ended.Code, ended.Error);
    }
}
