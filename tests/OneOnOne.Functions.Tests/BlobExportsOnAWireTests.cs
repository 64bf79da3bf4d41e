using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using OneOnOne.Functions.Tests.Fakes;

namespace OneOnOne.Functions.Tests;

public sealed class BlobExportsOnAWireTests : BlobExportsTests, IDisposable
{
    private readonly BlobWire _wire = new();
    private readonly HttpClient _http;

    public BlobExportsOnAWireTests() => _http = new HttpClient(_wire);

    protected override BlobContainerClient Container => At("exports");

    protected override BlobContainerClient Nowhere => At("nowhere");

    [Fact]
    public async Task An_export_that_is_written_over_while_it_is_fetched_is_left_for_the_next_time()
    {
        await PutAsync("opportunities.csv", "opportunity_id,owner_id,stage,created_at\n");
        _wire.BeforeFetch = () => _wire.Touch("opportunities.csv");
        Assert.Null(await new Ingest.BlobExports(Container, new FakeClock(BlobWire.WrittenAt.AddHours(1))).FetchNewestAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task An_identity_without_a_role_is_told_which_one_it_needs()
    {
        _wire.Forbidden = true;
        Assert.Equal(
            "The blob container https://account.example/exports cannot be read (403 AuthorizationPermissionMismatch). Check Ingest__Container, and that the app's identity has the role Storage Blob Data Reader there.",
            (await Assert.ThrowsAsync<UserErrorException>(() => new Ingest.BlobExports(Container, TimeProvider.System).FetchNewestAsync(null, CancellationToken.None))).Message);
    }

    private BlobContainerClient At(string name) =>
        new(new Uri($"https://account.example/{name}"), new BlobClientOptions { Transport = new HttpClientTransport(_http), Retry = { MaxRetries = 0 } });

    public void Dispose()
    {
        _http.Dispose();
        _wire.Dispose();
    }
}
