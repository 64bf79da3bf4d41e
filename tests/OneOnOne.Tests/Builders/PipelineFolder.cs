namespace OneOnOne.Tests.Builders;

/// <summary>A folder of its own, gone afterwards.</summary>
internal sealed class PipelineFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    /// <summary>In memory where the system has such a folder: a thousand databases are made here, and each commit waits for the disk.</summary>
    private readonly DirectoryInfo _folder = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(Path.Combine(InMemory, $"oneonone-pipe-{Guid.NewGuid():N}"))
        : Directory.CreateTempSubdirectory("oneonone-pipe-");

    public string Root => _folder.FullName;

    public string this[params string[] parts] => Path.Combine([Root, .. parts]);

    /// <summary>Every file below with its size, so that nothing half-written goes unseen. Locks and SQLite's own side files are left out.</summary>
    public string[] Listing() =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("-wal", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal))
            .Select(path => $"{Path.GetRelativePath(Root, path)} {(File.Exists(path) ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))) : "folder")}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(Root))
        {
            _folder.Delete(recursive: true);
        }
    }
}
