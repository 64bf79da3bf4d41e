using OneOnOne.Functions.Settings;
using OneOnOne.Ingest;

namespace OneOnOne.Functions.Ingest;

/// <summary>Opens what the timer reads. A connector registers its own before the app is composed.</summary>
public delegate ISnapshotSource OpenSnapshotSource(IngestSettings settings);

internal static class SnapshotSources
{
    public static ISnapshotSource None(IngestSettings settings) => throw new UserErrorException(settings.Folder is null
        ? "No snapshot source is configured. Set Ingest__Folder to the folder that the CRM's export is written to."
        : "Ingest__Folder is set, but this version cannot read exports yet.");
}
