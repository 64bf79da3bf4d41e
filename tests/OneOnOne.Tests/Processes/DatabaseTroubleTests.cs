using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
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

    private static readonly string[] Run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168"];

    [SkippableFact(DisplayName = "R22: a data folder that may only be read (needs root, or not to be root)")]
    [Promise("R22", Briefs, "briefs, a folder that may only be read")]
    public async Task R22_A_folder_that_may_only_be_read_is_named_and_a_run_after_that_delivers_each_brief()
    {
        string data = await books.ReadyAsync("readonly");
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(data, "oneonone.db"));
        Assert.Equal((1, $"The data folder {data} cannot be written. Check its permissions, or choose another one with --data.\n"), await UnprivilegedAsync(data));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(data, "oneonone.db")));
        await DeliversAsync(data);
    }

    [SkippableFact(DisplayName = "R22: a database file that may only be read (needs root, or not to be root)")]
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

    [Theory]
    [Promise("R22", "2 files that are not ours, 2 commands each")]
    [InlineData("no database at all", "is not a database of this program. Move it away, or choose another folder with --data.")]
    [InlineData(null, "was written by a newer version of this program (schema 99; this one knows 3). Update the program, or choose another folder with --data.")]
    public async Task R22_A_file_that_is_not_ours_is_named_and_left_as_it_is(string? content, string told)
    {
        string data = await books.ReadyAsync($"foreign-{content?.Length}");
        string file = Path.Combine(data, "oneonone.db");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(content, 100)));
        }
        else
        {
            using SqliteConnection connection = new($"Data Source={file};Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        byte[] before = SHA256.HashData(await File.ReadAllBytesAsync(file));
        foreach (string[] command in new[] { Run, ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")] })
        {
            Ended ended = await LocalProcess.RunAsync(data, command);
            Assert.Equal((1, $"{file} {told}\n"), (ended.Code, ended.Error));
        }

        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(file)));
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
    [Promise("R22", Briefs, "briefs, the folder moved away after the third and put back")]
    public async Task R22_A_data_folder_that_is_moved_away_midway_is_named_and_goes_on_when_it_is_back()
    {
        string data = await books.ReadyAsync("moved");
        string away = data + "-away";
        using SinkProcess sink = await SinkProcess.StartAsync(".#4-5=slow 1000");
        string[] run = [.. Run, "--smtp", sink.Address];
        using LocalProcess process = LocalProcess.Start(data, run);
        while (!sink.Misbehaves)
        {
            await Task.Delay(1);
        }

        Directory.Move(data, away);
        Ended ended = await process.EndAsync();
        Directory.Move(away, data);
        Assert.Equal((1, "?"), (ended.Code, ended.Error));
        await LocalProcess.RunAsync(data, run);
        using DataLeft left = new(data);
        Assert.Equal(left.Deliveries().Where(delivery => delivery.State == "Sent").Select(delivery => delivery.Key), sink.Accepted.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task DeliversAsync(string data)
    {
        await LocalProcess.DoAsync(data, Run);
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
