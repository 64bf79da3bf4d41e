using OneOnOne.Local;

namespace OneOnOne.Tests.Http;

/// <summary>The bundled company, ingested and run once for all tests that only read it.</summary>
public sealed class SampleCompany : IAsyncLifetime
{
    internal DataFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), "oneonone-tests", Path.GetRandomFileName()));

    private SignedInApp? _app;

    internal SignedInApp App => _app!;

    public async Task InitializeAsync()
    {
        StringWriter error = new();
        int code = await CommandLine.RunAsync(["--data", Folder.Root], Terminal.Plain(TextWriter.Null, error));
        Assert.Equal(0, code);
        Assert.All(
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("3 rows could not be read and were set aside; the rest is loaded. ", line, StringComparison.Ordinal));
        _app = await SignedInApp.StartAsync(Folder);
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder.Root, recursive: true);
    }
}
