using Azure.Storage.Blobs;
using OneOnOne.Functions.Tests.Fakes;

namespace OneOnOne.Functions.Tests;

public sealed class BlobExportsOnAServerTests : BlobExportsTests, IAsyncLifetime
{
    private readonly BlobServer _server = new();

    protected override BlobContainerClient Container => _server.Container;

    protected override BlobContainerClient Nowhere => _server.At("nowhere");

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();
}
