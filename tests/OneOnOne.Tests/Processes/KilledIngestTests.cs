using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Processes;

/// <summary>SIGKILL while a second week's snapshot is ingested, at moments spread over the time that an undisturbed one takes.</summary>
[Trait("Category", "Process")]
public sealed class KilledIngestTests(ITestOutputHelper output)
{
    private const int Part = 4;

    private static readonly string[] Ingest = ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")];

    [Fact]
    [Promise("R22", KillPlan.DefaultRounds / Part, "kills (KILL_ROUNDS: 50 in .ci/run)")]
    public async Task R22_An_ingest_that_is_killed_at_any_moment_is_done_by_the_next_one()
    {
        using PipelineFolder folder = new();
        await LocalProcess.DoAsync(folder["before"], "ingest", "--csv", PipelineCommand.Sample("2026-11-13"));
        string before = DataLeft.Everything(folder["before"]);
        Copy(folder["before"], folder["after"]);
        (_, TimeSpan work) = await KilledProcess.AfterLockAsync(folder["after"], Ingest, "ingest.lock", TimeSpan.MaxValue);
        string after = DataLeft.Everything(folder["after"]);
        output.WriteLine(await KillPlan.LiveAsync(KillPlan.Rounds / Part, ["ingest"], async (seed, tally) =>
        {
            string data = folder[$"life-{seed}"];
            Copy(folder["before"], data);
            Random random = new(seed);
            for (int i = 0; i < KillPlan.KillsInALife; i++)
            {
                (bool killed, TimeSpan took) = await KilledProcess.AfterLockAsync(data, Ingest, "ingest.lock", work * ((i + random.NextDouble()) / KillPlan.KillsInALife));
                if (!killed)
                {
                    work = took < work ? took : work;
                    break;
                }

                using DataLeft left = new(data);
                Assert.True(left.IsWhole, "The database is damaged.");
                bool published = left.Snapshots == 2;
                Assert.Equal(published ? after : before, DataLeft.Everything(data));
                tally.Kills++;
                if (!published && Directory.Exists(Path.Combine(data, "quarantine")) && Directory.GetFiles(Path.Combine(data, "quarantine")).Length == 2)
                {
                    tally.Hit("ingest"); // Bad rows stand at the end of their files: it had read, and was reading or merging.
                }
            }

            await LocalProcess.DoAsync(data, Ingest);
            Assert.Equal(after, DataLeft.Everything(data));
            Assert.Equal(Quarantine(folder["after"]), Quarantine(data));
        }));
    }

    private static string Quarantine(string data) =>
        string.Join('\n', Directory.GetFiles(Path.Combine(data, "quarantine")).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}"));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
