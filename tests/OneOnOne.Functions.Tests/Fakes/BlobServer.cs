using Azure.Storage;
using Azure.Storage.Blobs;
using OneOnOne.Tests;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>Azurite, whose blob service's address stands in ONEONONE_BLOB_SERVER, such as http://127.0.0.1:10000/devstoreaccount1; and a container of one test's own.</summary>
public sealed class BlobServer : IAsyncLifetime
{
    private const string WellKnownName = "devstoreaccount1";

    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="; // Every Azurite has it; it opens nothing else.

    private readonly string? _address = Environment.GetEnvironmentVariable("ONEONONE_BLOB_SERVER");
    private readonly string _name = $"t{Guid.NewGuid():N}";

    public BlobContainerClient Container => At(_name);

    public Task InitializeAsync() => _address is null ? Task.CompletedTask : Container.CreateAsync();

    public Task DisposeAsync() => _address is null ? Task.CompletedTask : Container.DeleteAsync();

    public BlobContainerClient At(string name)
    {
        Needs.That(_address is not null, "This test needs Azurite. Set ONEONONE_BLOB_SERVER to the address of its blob service.");
        return new BlobContainerClient(new Uri($"{_address}/{name}"), new StorageSharedKeyCredential(WellKnownName, WellKnownKey));
    }
}
