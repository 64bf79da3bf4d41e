using OneOnOne.Functions.Settings;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Functions.Ingest;

/// <summary>Opens what the timer reads; null when the newest export is still being written.</summary>
public delegate Task<OpenedSource?> OpenSnapshotSource(IngestSettings settings, CancellationToken cancellation);

/// <summary>A source, and the copy that was made of it.</summary>
public sealed class OpenedSource(ISnapshotSource source, IDisposable? copy = null) : IDisposable
{
    public ISnapshotSource Source => source;

    public void Dispose()
    {
        (source as IDisposable)?.Dispose();
        copy?.Dispose();
    }
}

internal sealed class SnapshotSources(BlobExports? exports, CsvLimits limits)
{
    /// <exception cref="UserErrorException">No place is set, or what lies there is no export.</exception>
    public async Task<OpenedSource?> OpenAsync(IngestSettings settings, CancellationToken cancellation)
    {
        if (exports is not null)
        {
            return await exports.FetchNewestAsync(settings.Mapping, cancellation) is { } copy ? OpenCopy(copy) : null;
        }

        return settings.Folder switch
        {
            null => throw new UserErrorException("No snapshot source is configured. Set Ingest__From to the CRM to read, or Ingest__Folder or Ingest__Container to where its export is written to."),
            { } folder when !Directory.Exists(folder) => throw new UserErrorException($"There is no folder {folder}. Set Ingest__Folder to the one that the CRM's export is written to."),
            { } folder => new OpenedSource(CsvSnapshotSource.Open(folder, settings.Mapping, limits: limits)),
        };
    }

    private OpenedSource OpenCopy(ExportCopy copy)
    {
        try
        {
            return new OpenedSource(CsvSnapshotSource.Open(copy.Folder, copy.Mapping, limits: limits), copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
