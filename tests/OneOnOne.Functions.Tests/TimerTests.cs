using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;

namespace OneOnOne.Functions.Tests;

public sealed class TimerTests
{
    [Fact]
    public async Task Without_a_source_the_ingest_says_what_is_missing()
    {
        await using TestApp app = new();
        IngestSnapshot ingest = ActivatorUtilities.CreateInstance<IngestSnapshot>(app.Host.Services, new IngestSettings());

        Assert.Equal(
            "No snapshot source is configured. Set Ingest__From to the CRM to read, or Ingest__Folder or Ingest__Container to where its export is written to.",
            (await Assert.ThrowsAsync<UserErrorException>(() => ingest.RunAsync(new TimerInfo(), CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_by_the_settings_name()
    {
        await using TestApp app = new();
        Assert.Equal(
            "There is no folder <folder-with-csv-exports>. Set Ingest__Folder to the one that the CRM's export is written to.",
            (await Assert.ThrowsAsync<UserErrorException>(() => app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None))).Message);
    }

    [Fact]
    public async Task An_export_in_the_folder_is_read()
    {
        string folder = Directory.CreateTempSubdirectory("oneonone-export-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "opportunities.csv"), "opportunity_id,owner_id,stage,created_at\nD1,P2,Proposal,2026-02-01T10:00:00Z\n");
        await using TestApp app = new();
        await ActivatorUtilities.CreateInstance<IngestSnapshot>(app.Host.Services, new IngestSettings { Folder = folder }).RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Equal(1, Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None)).Opportunities);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_source_is_opened_on_the_configured_folder_and_read_once_however_often_the_timer_fires()
    {
        IngestSettings? opened = null;
        await using TestApp app = new(services => services.AddSingleton<OpenSnapshotSource>((settings, _) =>
        {
            opened = settings;
            return SmallCompany.Opened()(settings, CancellationToken.None);
        }));

        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo { IsPastDue = true }, CancellationToken.None);

        Assert.Equal(("<folder-with-csv-exports>", "<mapping-file>"), (opened!.Folder, opened.Mapping));
        Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None));
        Assert.Contains(app.Log.Lines, line => line.Contains(": Published, ", StringComparison.Ordinal));
        Assert.Contains(app.Log.Lines, line => line.Contains(": AlreadyThere, 0 documents written", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_fetched_is_cleared_away_whether_the_ingest_succeeds_or_not()
    {
        Copy copy = new();
        await using TestApp app = new(services => services.AddSingleton<OpenSnapshotSource>((_, _) => Task.FromResult<OpenedSource?>(new OpenedSource(new SmallCompany(), copy))));
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        Assert.Equal(1, copy.Cleared);

        app.Break(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None));
        Assert.Equal(2, copy.Cleared);
    }

    [Fact]
    public async Task A_snapshot_that_looks_broken_is_an_error_in_the_log_without_what_stood_in_it()
    {
        await using TestApp app = new(services => services.AddSingleton(SmallCompany.Opened(withBadRow: true)));
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Empty(await app.Books.SnapshotsAsync(CancellationToken.None));
        Assert.Contains(app.Log.Lines, line => line.StartsWith("Error: Snapshot ", StringComparison.Ordinal));
        Assert.Contains(app.Log.Lines, line => line.StartsWith("Warning: Quarantined people.csv row 3, column Email: BadValue", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Planning_without_teams_plans_nothing()
    {
        await using TestApp app = new();
        await app.Make<PlanBriefs>().RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Empty(app.World);
        Assert.Contains(app.Log.Lines, line => line.Contains("Runs: 0 planned, 0 known, 0 woken", StringComparison.Ordinal));
    }

    private sealed class Copy : IDisposable
    {
        public int Cleared { get; private set; }

        public void Dispose() => Cleared++;
    }
}
