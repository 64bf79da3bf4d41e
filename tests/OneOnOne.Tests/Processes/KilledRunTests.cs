using OneOnOne.MailSink;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Processes;

/// <summary>
/// SIGKILL while briefs are planned, analysed and delivered, at moments spread over the ledger's writes; the mail server, a process of
/// its own, is killed too. The command is given again until it is done.
/// </summary>
[Trait("Category", "Process")]
public sealed class KilledRunTests(ITestOutputHelper output) : IDisposable
{
    private const int OutboxPart = 4;
    private const int SmtpPart = 2;

    /// <summary>When nobody can be asked about a mail any more: Delivery__ReconcileMinutes after the first.</summary>
    private const string Later = "2026-11-20T18:20:00Z";

    private static readonly string[] Phases = ["planning", "analysis", "delivery"];

    private readonly PipelineFolder _folder = new();

    [Fact]
    [Promise("R22", KillPlan.DefaultRounds / OutboxPart, "kills (50 in .ci/run), 18 briefs each time")]
    public async Task R22_A_run_to_the_outbox_that_is_killed_at_any_moment_is_done_by_the_next_one_with_each_brief_there_once()
    {
        Reference reference = await ReferenceAsync("run", "--as-of", PipelineCommand.AsOf, "--lead", "168");
        output.WriteLine(await KillPlan.LiveAsync(KillPlan.Rounds / OutboxPart, Phases, async (seed, tally) =>
        {
            string data = Life(seed);
            Random random = new(seed);
            HashSet<string> window = [];
            foreach ((long from, long to) in reference.Stages)
            {
                await KilledAsync(data, reference, random.NextInt64(from, to), tally, window);
            }

            tally.Window += window.Count;
            tally.WindowAccepted += Mails(data).Count(mail => window.Any(key => mail.EndsWith($"{key}.eml", StringComparison.Ordinal)));
            await LocalProcess.DoAsync(data, reference.Run);
            Assert.Equal(Mails(reference.Data), Mails(data));
            Assert.Equal(reference.Everything, DataLeft.Everything(data));
        }));
    }

    [Fact]
    [Promise("R22", KillPlan.DefaultRounds / SmtpPart, "kills (100 in .ci/run), 18 briefs each time")]
    public async Task R22_A_run_by_mail_that_is_killed_at_any_moment_mails_each_brief_once_and_holds_those_in_the_window()
    {
        using SinkProcess undisturbed = await SinkProcess.StartAsync();
        Reference reference = await ReferenceAsync("run", "--as-of", PipelineCommand.AsOf, "--lead", "168", "--smtp", undisturbed.Address);
        Assert.Equal(reference.Keys.ToDictionary(key => key, _ => 1), undisturbed.Accepted);
        output.WriteLine(await KillPlan.LiveAsync(KillPlan.Rounds / SmtpPart, [.. Phases, "window"], async (seed, tally) =>
        {
            using SinkProcess sink = await SinkProcess.StartAsync();
            Reference to = reference with { Run = [.. reference.Run[..^1], sink.Address] };
            string data = Life(seed);
            Random random = new(seed);
            HashSet<string> window = [];
            for (int i = 0; i < reference.Stages.Length; i++)
            {
                if (i == reference.Stages.Length - 1)
                {
                    await KilledInTheWindowAsync(data, to, sink, random, tally, window);
                }

                await KilledAsync(data, to, random.NextInt64(reference.Stages[i].From, reference.Stages[i].To), tally, window);
            }

            if (random.Next(2) == 0)
            {
                await SinkKilledAsync(data, to, sink, random, tally, window);
            }

            await EndAsync(data, to, window);
            foreach (string key in reference.Keys)
            {
                int accepted = sink.Accepted.GetValueOrDefault(key);
                Assert.True(window.Contains(key) ? accepted <= 1 : accepted == 1, $"{key} was accepted {accepted} times.");
                tally.WindowAccepted += window.Contains(key) ? accepted : 0;
            }

            tally.Window += window.Count;
        }));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Once at the same instant, then when what is unknown is decided. Whatever lay in the window is held, and nothing else.</summary>
    private static async Task EndAsync(string data, Reference reference, HashSet<string> window)
    {
        await LocalProcess.RunAsync(data, reference.Run);
        Ended ended = await LocalProcess.RunAsync(data, [.. reference.Run.Select(word => word == PipelineCommand.AsOf ? Later : word)]);
        string held = window.Count == 1 ? "1 brief is held: nobody can say whether it went out." : $"{window.Count} briefs are held: nobody can say whether they went out.";
        string error = window.Count == 0 ? "" : held + " Look in the mail server's log, then say so (docs/runbook.md, \"Held on a laptop\").\n";
        using DataLeft left = new(data);
        Assert.True(
            (ended.Code, ended.Error) == (window.Count == 0 ? 0 : 1, error),
            $"In the window: {string.Join(' ', window)}. Exit code {ended.Code}: {ended.Error}{string.Join(' ', left.Deliveries().Where(one => one.State != "Sent"))}");
        Assert.Equal(reference.Keys.Select(key => (key, window.Contains(key) ? "Held" : "Sent")), left.Deliveries());
        Assert.Equal(DataLeft.Everything(reference.Data, window), DataLeft.Everything(data, window));
    }

    /// <summary>Runs until the ledger has so many writes, and kills. What it left is looked at before anything else touches it.</summary>
    private static async Task KilledAsync(string data, Reference reference, long writes, KillTally tally, HashSet<string> window)
    {
        Ended ended;
        using LocalProcess process = LocalProcess.Start(data, reference.Run);
        using (DataLeft sofar = new(data))
        {
            bool brief = writes < reference.Keys.Length / 2; // All runs are planned within some milliseconds: no sleeping once it works.
            while (sofar.LedgerWrites < writes && !process.HasExited)
            {
                if (!brief || !File.Exists(Path.Combine(data, "run.lock")))
                {
                    await Task.Delay(1);
                }
            }

            process.Send(LocalProcess.Sigkill);
            ended = await process.EndAsync();
        }

        if (ended.Killed)
        {
            tally.Kills++;
            Note(data, reference, tally, window);
        }
    }

    /// <summary>The mail server keeps back its answer to one mail, which it has taken or not: killed while that lasts.</summary>
    private static async Task KilledInTheWindowAsync(string data, Reference reference, SinkProcess sink, Random random, KillTally tally, HashSet<string> window)
    {
        const int Early = 5;
        await sink.KillAsync();
        await sink.RestartAsync($".#{random.Next(1, Early)}={(random.Next(2) == 0 ? SmtpSink.Silence : SmtpSink.TakeAndSilence)}");
        using LocalProcess process = LocalProcess.Start(data, reference.Run);
        while (!sink.Misbehaves && !process.HasExited)
        {
            await Task.Delay(1);
        }

        process.Send(LocalProcess.Sigkill);
        if ((await process.EndAsync()).Killed)
        {
            tally.Kills++;
            tally.Hit("window");
            Note(data, reference, tally, window);
            Assert.NotEmpty(window);
        }
    }

    private static async Task SinkKilledAsync(string data, Reference reference, SinkProcess sink, Random random, KillTally tally, HashSet<string> window)
    {
        int most = reference.Keys.Length - sink.Accepted.Count;
        int mails = sink.Accepted.Count + random.Next(Math.Max(1, most));
        using LocalProcess process = LocalProcess.Start(data, reference.Run);
        while (sink.Accepted.Count < mails && !process.HasExited)
        {
            await Task.Delay(1);
        }

        await sink.KillAsync();
        tally.SinkKills++;
        await process.EndAsync();
        Note(data, reference, tally, window);
        await sink.RestartAsync();
    }

    /// <summary>
    /// Through a connection of its own, the only one: SQLite's log may hold a commit that the dead process had not told others about, and
    /// whoever opens the database next finds it.
    /// </summary>
    private static void Note(string data, Reference reference, KillTally tally, HashSet<string> window)
    {
        using DataLeft left = new(data);
        Assert.True(left.IsWhole, "The database is damaged.");
        foreach (string phase in left.Phases(reference.Keys.Length / 2))
        {
            tally.Hit(phase);
        }

        window.UnionWith(left.Window());
    }

    private async Task<Reference> ReferenceAsync(params string[] run)
    {
        await LocalProcess.DoAsync(_folder["books"], "ingest", "--csv", PipelineCommand.Sample("2026-11-20"));
        string data = Life(0);
        await LocalProcess.DoAsync(data, run);
        using DataLeft left = new(data);
        return new Reference(data, run, DataLeft.Everything(data), [.. left.Deliveries().Select(delivery => delivery.Key)], left.LedgerWrites);
    }

    private string Life(int seed)
    {
        string data = _folder[$"life-{seed}"];
        Directory.CreateDirectory(data);
        File.Copy(Path.Combine(_folder["books"], "oneonone.db"), Path.Combine(data, "oneonone.db"));
        return data;
    }

    private static string[] Mails(string data) =>
        Directory.Exists(Path.Combine(data, "outbox")) ? [.. Directory.GetFiles(Path.Combine(data, "outbox"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>What an undisturbed run comes to.</summary>
    private sealed record Reference(string Data, string[] Run, string Everything, string[] Keys, long Writes)
    {
        /// <summary>The ledger's writes in three stretches: the runs' records, their findings and briefs, the deliveries.</summary>
        public (long From, long To)[] Stages
        {
            get
            {
                const int FindingsAndBrief = 4;
                long runs = Keys.Length / 2;
                return [(1, runs - 1), (runs, runs * (1 + FindingsAndBrief)), (runs * (1 + FindingsAndBrief), Writes)];
            }
        }
    }
}
