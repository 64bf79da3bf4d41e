using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;


namespace OneOnOne.Functions.Tests;

/// <summary>Exports in a blob container: the same tests on a small wire and on a real blob server.</summary>
public abstract class BlobExportsTests
{
    private const string Deals = "opportunity_id,owner_id,stage,created_at\n";

    protected abstract BlobContainerClient Container { get; }

    /// <summary>A container of the same account that does not exist.</summary>
    protected abstract BlobContainerClient Nowhere { get; }

    [SkippableFact]
    public async Task The_folder_whose_name_comes_last_is_read()
    {
        await PutAsync("2026-02-01/opportunities.csv", Deals + "D1,P2,Proposal,2026-01-01T10:00:00Z\n");
        await PutAsync("2026-03-01/opportunities.csv", Deals + "D1,P2,Proposal,2026-01-01T10:00:00Z\nD2,P2,Proposal,2026-02-01T10:00:00Z\n");
        await PutAsync("2026-03-01/snapshot.json", """{"takenAt":"2026-03-01T00:00:00Z"}""");
        await PutAsync("notes/readme.txt", "no export");
        await using TestApp app = await App();
        await IngestAsync(app);

        Crm.Snapshot snapshot = Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None));
        Assert.Equal((2, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)), (snapshot.Opportunities, snapshot.TakenAt));
    }

    [SkippableFact]
    public async Task Files_at_the_top_are_an_export_too_and_are_read_by_the_mapping_beside_them()
    {
        await PutAsync("deals.csv", "Deal,Rep,Step,Born\nD1,P2,Proposal,2026-01-01T10:00:00Z\n");
        await PutAsync("crm.json", """
            {"tables": {"opportunities": {"file": "deals.csv", "columns": {"opportunity_id": "Deal", "owner_id": "Rep", "stage": "Step", "created_at": "Born"}}}}
            """);
        await using TestApp app = await App();
        await IngestAsync(app, "crm.json");

        Assert.Equal(1, Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None)).Opportunities);
    }

    [SkippableFact]
    public async Task Nothing_of_the_copy_is_left_on_the_disk()
    {
        await PutAsync("2026-03-01/opportunities.csv", Deals);
        await PutAsync("crm.json", "{}");
        ExportCopy copy = (await new BlobExports(Container, new FakeClock((await WrittenAtAsync()).AddHours(1))).FetchNewestAsync("crm.json", CancellationToken.None))!;
        Assert.Equal((Deals, "{}"), (await File.ReadAllTextAsync(Path.Combine(copy.Folder, "opportunities.csv")), await File.ReadAllTextAsync(copy.Mapping!)));
        copy.Dispose();
        Assert.False(Directory.Exists(copy.Folder) || File.Exists(copy.Mapping));
    }

    [SkippableFact]
    public async Task An_export_that_is_still_being_written_is_left_for_the_next_time()
    {
        await PutAsync("2026-03-01/opportunities.csv", Deals + "D1,P2,Proposal,2026-01-01T10:00:00Z\n");
        await using TestApp app = await App();
        app.Clock.Now = await WrittenAtAsync() + TimeSpan.FromMinutes(4);
        await IngestAsync(app);
        Assert.Empty(await app.Books.SnapshotsAsync(CancellationToken.None));
        Assert.Contains(app.Log.Lines, line => line.Contains("may not be complete: it is left for the next time", StringComparison.Ordinal));

        app.Clock.Now += TimeSpan.FromMinutes(1);
        await IngestAsync(app);
        Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_name_that_would_lead_out_of_the_copy_is_not_written()
    {
        await PutAsync("2026-03-01/opportunities.csv", Deals + "D1,P2,Proposal,2026-01-01T10:00:00Z\n");
        await PutAsync("2026-03-01/..\\..\\people.csv", "person_id\nP9\n");
        await using TestApp app = await App();
        await IngestAsync(app);

        Assert.Equal([Crm.Section.Opportunities], Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None)).Sections);
    }

    [SkippableFact]
    public async Task What_is_missing_is_named()
    {
        await using TestApp empty = await App();
        Assert.Equal($"The blob container {Container.Uri} holds no CSV export.", (await Assert.ThrowsAsync<UserErrorException>(() => IngestAsync(empty))).Message);

        await PutAsync("opportunities.csv", Deals);
        await using TestApp app = await App();
        Assert.Equal(
            $"The blob container {Container.Uri} holds no mapping crm.json. Put it there, or correct Ingest__Mapping.",
            (await Assert.ThrowsAsync<UserErrorException>(() => IngestAsync(app, "crm.json"))).Message);
    }

    [SkippableFact]
    public async Task A_container_that_is_not_there_is_an_error_that_says_what_to_check()
    {
        Assert.Equal(
            $"The blob container {Nowhere.Uri} cannot be read (404 ContainerNotFound). Check Ingest__Container, and that the app's identity has the role Storage Blob Data Reader there.",
            (await Assert.ThrowsAsync<UserErrorException>(() => new BlobExports(Nowhere, TimeProvider.System).FetchNewestAsync(null, CancellationToken.None))).Message);
    }

    protected async Task PutAsync(string name, string text)
    {
        using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(text));
        await Container.GetBlobClient(name).UploadAsync(content, overwrite: true);
    }

    private async Task<DateTimeOffset> WrittenAtAsync()
    {
        DateTimeOffset last = DateTimeOffset.MinValue;
        await foreach (Azure.Storage.Blobs.Models.BlobItem blob in Container.GetBlobsAsync())
        {
            last = blob.Properties.LastModified > last ? blob.Properties.LastModified.Value : last;
        }

        return last;
    }

    private async Task<TestApp> App()
    {
        TestApp app = new(services => services.AddSingleton(Container).AddSingleton<BlobExports>());
        DateTimeOffset written = await WrittenAtAsync();
        app.Clock.Now = written > app.Clock.Now ? written.AddHours(1) : app.Clock.Now;
        return app;
    }

    private static Task IngestAsync(TestApp app, string? mapping = null) =>
        ActivatorUtilities.CreateInstance<IngestSnapshot>(app.Host.Services, new IngestSettings { Mapping = mapping }).RunAsync(new(), CancellationToken.None);
}
