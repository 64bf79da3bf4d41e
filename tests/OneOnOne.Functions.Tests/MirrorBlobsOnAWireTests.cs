using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using OneOnOne.Functions.Tests.Fakes;

namespace OneOnOne.Functions.Tests;

public sealed class MirrorBlobsOnAWireTests : MirrorBlobsTests, IDisposable
{
    private readonly BlobWire _wire = new();
    private readonly HttpClient _http;

    public MirrorBlobsOnAWireTests() => _http = new HttpClient(_wire);

    protected override BlobContainerClient Container =>
        new(new Uri("https://account.example/exports"), new BlobClientOptions { Transport = new HttpClientTransport(_http), Retry = { MaxRetries = 0 } });

    [Fact]
    public async Task An_identity_without_a_role_is_told_which_one_it_needs()
    {
        _wire.Forbidden = true;
        await using TestApp app = App(new PagedCrm("D1"));

        Assert.Equal(
            "The blob container https://account.example/exports cannot be used (403 AuthorizationPermissionMismatch). Check Ingest__MirrorContainer, and that the app's identity has the role Storage Blob Data Contributor there.",
            (await Assert.ThrowsAsync<UserErrorException>(() => IngestAsync(app))).Message);
    }

    public void Dispose()
    {
        _http.Dispose();
        _wire.Dispose();
    }
}
