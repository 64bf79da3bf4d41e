using System.Diagnostics;
using System.Globalization;
using OneOnOne.Tests.Builders;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Local;

/// <summary>R22 with real processes: killed at moments spread over the time that an undisturbed one takes, and started again.</summary>
[Trait("Category", "Process")]
[Collection(nameof(CommandLineTests))]
public sealed class ProcessTests(ITestOutputHelper output)
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("KILL_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? rounds : 6;

    [Fact]
    public async Task An_ingest_that_is_killed_at_any_moment_is_done_by_the_next_one()
    {
        using PipelineCommand undisturbed = new();
        string[] ingest = ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")];
        TimeSpan whole = await ToTheEndAsync(undisturbed.Data, ingest);
        string expected = Dump(undisturbed.Data);
        int midway = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using PipelineCommand command = new();
            bool killed = await KilledAsync(command.Data, ingest, After(whole, round));
            string left = File.Exists(Path.Combine(command.Data, "oneonone.db")) ? Left(command.Data) : "";
            Assert.True(left.Length == 0 || left == expected, "Half a snapshot is visible.");
            midway += killed && left != expected && Directory.Exists(command.Data) ? 1 : 0;
            await ToTheEndAsync(command.Data, ingest);
            Assert.Equal(expected, Dump(command.Data));
        }

        output.WriteLine($"{midway} of {Rounds} kills hit midway; an undisturbed ingest takes {whole.TotalMilliseconds:0} ms.");
        Assert.True(midway > 0, "No kill hit midway.");
    }

    [Fact]
    public async Task A_run_that_is_killed_at_any_moment_is_done_by_the_next_one_without_a_brief_lost_or_doubled()
    {
        using PipelineCommand undisturbed = await new PipelineCommand().IngestedAsync();
        string[] run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168"];
        TimeSpan whole = await ToTheEndAsync(undisturbed.Data, run);
        string expected = Ledger(undisturbed.Data);
        string[] mails = Mails(undisturbed.Data);
        Assert.InRange(mails.Length, 28, 52); // Each with its HTML beside.
        int midway = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using PipelineCommand command = await new PipelineCommand().IngestedAsync();

            // By what can be seen: an even spread of the number of mails that are out, from none on.
            int until = mails.Length / 2 * round / Rounds;
            bool killed = await KilledAsync(command.Data, run, process => Seen(command.Data) >= until || process.HasExited);
            int seen = Seen(command.Data);
            midway += killed && seen < mails.Length / 2 ? 1 : 0;
            await ToTheEndAsync(command.Data, run);
            Assert.Equal(mails, Mails(command.Data));
            Assert.Equal(expected, Ledger(command.Data));
        }

        output.WriteLine($"{midway} of {Rounds} kills hit midway; an undisturbed run takes {whole.TotalMilliseconds:0} ms.");
        Assert.True(midway > 0, "No kill hit midway.");
    }

    private static Func<Process, bool> After(TimeSpan whole, int round)
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan moment = whole * (0.4 + (0.6 * round / Rounds)); // Before that, the runtime starts.
        return process => watch.Elapsed >= moment || process.HasExited;
    }

    private static async Task<bool> KilledAsync(string data, string[] arguments, Func<Process, bool> now)
    {
        using Process process = Started(data, arguments);
        while (!now(process))
        {
            await Task.Yield();
        }

        bool alive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return alive && process.ExitCode != 0;
    }

    private static async Task<TimeSpan> ToTheEndAsync(string data, string[] arguments)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Started(data, arguments);
        Task<string> told = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{error}\n{await told}");
        return watch.Elapsed;
    }

    private static Process Started(string data, string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "oneonone.dll"), .. arguments, "--data", data])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string[] Mails(string data) => [.. Directory.GetFiles(Path.Combine(data, "outbox"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static int Seen(string data) => Directory.Exists(Path.Combine(data, "outbox")) ? Directory.EnumerateFiles(Path.Combine(data, "outbox"), "*.eml").Count() : 0;

    private static string Dump(string data) => PipelineWorld.Dump(Path.Combine(data, "oneonone.db"));

    /// <summary>A process that was killed before it had made its tables left an empty file.</summary>
    private static string Left(string data)
    {
        OneOnOne.Storage.Sqlite.SqliteDatabase.Open(Path.Combine(data, "oneonone.db"));
        return Dump(data);
    }

    /// <summary>Attempts may differ, and so may what the gateway said: a look-up gives no id.</summary>
    private static string Ledger(string data) => string.Join('\n', Dump(data).Split('\n').Select(line => line.StartsWith("deliveries", StringComparison.Ordinal)
        ? System.Text.RegularExpressions.Regex.Replace(line, "\"(attempt\":[0-9]+|messageId\":\"[^\"]*\"),?", "", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        : line).Order(StringComparer.Ordinal));
}
