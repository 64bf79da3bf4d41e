using OneOnOne.Functions.Settings;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Functions.Ingest;

/// <summary>Opens what the timer reads. A connector registers its own before the app is composed.</summary>
public delegate ISnapshotSource OpenSnapshotSource(IngestSettings settings);

internal static class SnapshotSources
{
    /// <exception cref="UserErrorException">No folder is set, or what lies there is no export.</exception>
    public static ISnapshotSource Csv(IngestSettings settings) => settings.Folder is { } folder
        ? CsvSnapshotSource.Open(folder, settings.Mapping)
        : throw new UserErrorException("No snapshot source is configured. Set Ingest__Folder to the folder that the CRM's export is written to.");
}
