using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Functions.Tests;

/// <summary>A CRM that is read over its API, with its mirror in a blob: the same tests on a small wire and on a real blob server.</summary>
public abstract class MirrorBlobsTests
{
    protected abstract BlobContainerClient Container { get; }

    [SkippableFact]
    public async Task The_next_tick_asks_only_for_what_it_does_not_have()
    {
        await using TestApp app = App(new PagedCrm("D1", "D2"));
        await IngestAsync(app);
        PagedCrm later = new("D1", "D2", "D3");
        await using TestApp another = App(later);
        await IngestAsync(another);

        Assert.Equal([2], later.Asked);
        Assert.Equal(3, Assert.Single(await another.Books.SnapshotsAsync(CancellationToken.None)).Opportunities);
    }

    [SkippableFact]
    public async Task What_was_read_until_the_CRM_said_no_is_kept()
    {
        PagedCrm crm = new("D1", "D2", "D3") { FailsAt = 2 };
        await using TestApp app = App(crm);
        Assert.Equal("Acme CRM is closed.", (await Assert.ThrowsAsync<UserErrorException>(() => IngestAsync(app))).Message);
        Assert.Empty(await app.Books.SnapshotsAsync(CancellationToken.None));

        crm.FailsAt = null;
        await IngestAsync(app);

        Assert.Equal([0, 1, 2, 2], crm.Asked);
        Assert.Equal(3, Assert.Single(await app.Books.SnapshotsAsync(CancellationToken.None)).Opportunities);
    }

    [SkippableFact]
    public async Task Who_was_overtaken_leaves_the_other_s_mirror_and_says_so()
    {
        await using TestApp other = App(new PagedCrm("D1", "D2"));
        await using TestApp app = App(new PagedCrm("D1") { Meanwhile = () => IngestAsync(other) });
        await IngestAsync(app);
        PagedCrm later = new("D1", "D2", "D3");
        await using TestApp third = App(later);
        await IngestAsync(third);

        Assert.Contains(app.Log.Lines, line => line.Contains("Another instance read Acme CRM at the same time and kept its own mirror", StringComparison.Ordinal));
        Assert.Equal([2], later.Asked);
    }

    [SkippableFact]
    public async Task What_the_CRM_keeps_back_stands_in_the_log()
    {
        await using TestApp app = App(new PagedCrm("D1") { Lacks = "Quotas were not read. The token lacks quotas.read." });
        await IngestAsync(app);

        Assert.Contains(app.Log.Lines, line => line.Contains("Acme CRM: Quotas were not read. The token lacks quotas.read.", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_mirror_that_was_deleted_is_made_anew()
    {
        PagedCrm crm = new("D1");
        await using TestApp app = App(crm);
        await IngestAsync(app);
        await Container.DeleteBlobAsync("hubspot.mirror.db");
        await IngestAsync(app);

        Assert.Equal([0, 0], crm.Asked);
    }

    [SkippableFact]
    public void Without_what_the_CRM_asks_for_the_app_does_not_start()
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => new TestApp(settings: new()
        {
            ["Ingest:From"] = "HubSpot",
            ["Ingest:MirrorContainer"] = "https://account.blob.core.windows.net/mirrors",
            ["Ingest:Folder"] = "",
            ["Ingest:Mapping"] = "",
        }));

        Assert.Equal("HubSpot cannot be read without a token. Set HubSpot__Token to the access token of a private app: docs/connectors.md says which scopes it needs.", e.Message);
    }

    private protected static Task IngestAsync(TestApp app) =>
        ActivatorUtilities.CreateInstance<IngestSnapshot>(app.Host.Services, new IngestSettings { From = CrmKind.HubSpot }).RunAsync(new(), CancellationToken.None);

    private protected TestApp App(PagedCrm crm) => new(
        services => services.AddSingleton(new CrmConnection(crm)).AddSingleton(new MirrorBlobs(Container)),
        new() { ["Ingest:From"] = "HubSpot", ["Ingest:MirrorContainer"] = "https://account.blob.core.windows.net/mirrors", ["Ingest:Folder"] = "", ["Ingest:Mapping"] = "", ["HubSpot:Token"] = "pat-na1-made-up" });
}
