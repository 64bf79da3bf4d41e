namespace OneOnOne.Functions.Ingest;

/// <summary>An export as it was fetched, on the instance's own disk until it is disposed.</summary>
internal sealed class ExportCopy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("oneonone-export-");

    public ExportCopy() => Folder = _root.CreateSubdirectory("files").FullName;

    public string Folder { get; }

    /// <summary>Beside the export's files, not among them: its name must not make it one of them.</summary>
    public string? Mapping { get; private set; }

    public string PathFor(string name) => Path.Combine(Folder, name);

    public string PathForMapping() => Mapping = Path.Combine(_root.FullName, "mapping.json");

    public void Dispose() => _root.Delete(recursive: true);
}
