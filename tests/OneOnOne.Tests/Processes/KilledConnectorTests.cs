using System.Text.Json;
using OneOnOne.Ingest.Connect;
using OneOnOne.Local;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Tests.Builders;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Processes;

/// <summary>SIGKILL while a CRM is read over its API for the first time and its snapshot is ingested, at moments spread over the time that takes.</summary>
[Trait("Category", "Process")]
public sealed class KilledConnectorTests(ITestOutputHelper output)
{
    private const int Part = 4;

    /// <summary>Many small pages, some of which repeat themselves.</summary>
    private static readonly FakeTrouble Pages = new(3) { SmallPages = 60, RepeatedRows = 20 };

    [Fact]
    public async Task Salesforce_is_read_to_the_same_books_however_often_the_process_is_killed()
    {
        await using FakeSalesforce crm = await FakeSalesforce.StartAsync(await CompanyAsync(), Pages, "http://127.0.0.1:0", CancellationToken.None);
        await KillAsync(CrmKind.Salesforce, crm.Settings);
    }

    [Fact]
    public async Task HubSpot_is_read_to_the_same_books_however_often_the_process_is_killed()
    {
        await using FakeHubSpot crm = await FakeHubSpot.StartAsync(await CompanyAsync(), Pages, "http://127.0.0.1:0", CancellationToken.None);
        await KillAsync(CrmKind.HubSpot, crm.Settings);
    }

    private async Task KillAsync(CrmKind kind, IEnumerable<(string Setting, string Value)> settings)
    {
        string[] ingest = ["ingest", "--from", kind.ToString().ToLowerInvariant()];
        using PipelineFolder folder = new();
        string connected = JsonSerializer.Serialize(settings.ToDictionary(one => one.Setting.Replace("__", ":", StringComparison.Ordinal), one => one.Value));
        PipelineCommand.Write(Path.Combine(folder["after"], "settings.json"), connected);
        (_, TimeSpan work) = await KilledProcess.AfterLockAsync(folder["after"], ingest, "ingest.lock", TimeSpan.MaxValue);
        string after = DataLeft.Everything(folder["after"]);
        output.WriteLine(await KillPlan.LiveAsync(KillPlan.Rounds / Part, ["reading"], async (seed, tally) =>
        {
            string data = folder[$"life-{seed}"];
            PipelineCommand.Write(Path.Combine(data, "settings.json"), connected);
            Random random = new(seed);
            for (int i = 0; i < KillPlan.KillsInALife; i++)
            {
                (bool killed, TimeSpan took) = await KilledProcess.AfterLockAsync(data, ingest, "ingest.lock", work * ((i + random.NextDouble()) / KillPlan.KillsInALife));
                if (!killed)
                {
                    work = took < work ? took : work;
                    break;
                }

                tally.Kills++;
                if (IsHalfRead(new DataFolder(data).MirrorOf(kind)))
                {
                    tally.Hit("reading");
                }
            }

            await LocalProcess.DoAsync(data, ingest);
            Assert.Equal(after, DataLeft.Everything(data));
        }));
    }

    private static bool IsHalfRead(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using Mirror mirror = Mirror.Open(file);
        return mirror.ReadAt is null;
    }

    private static Task<FakeCompany> CompanyAsync() => FakeCompany.ReadAsync(PipelineCommand.Sample("2026-11-20"), CancellationToken.None);
}
