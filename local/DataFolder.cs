using OneOnOne.Ingest.Connect;

namespace OneOnOne.Local;

/// <summary>Where a laptop keeps its database, outbox and quarantine.</summary>
internal sealed record DataFolder(string Root)
{
    public string Database => Path.Combine(Root, "oneonone.db");

    public string Outbox => Path.Combine(Root, "outbox");

    public string Quarantine => Path.Combine(Root, "quarantine");

    /// <summary>What a CRM's API was last heard to say.</summary>
    public string MirrorOf(CrmKind kind) => Path.Combine(Root, CrmConnection.MirrorName(kind));

    /// <summary>Throws away what is there of any CRM, with what SQLite keeps beside it. The next read asks for everything.</summary>
    public void DeleteMirrors()
    {
        foreach (string file in Enum.GetValues<CrmKind>().Select(MirrorOf).SelectMany(mirror => new[] { mirror, mirror + "-wal", mirror + "-shm" }))
        {
            File.Delete(file);
        }
    }

    public string SettingsFile => Path.Combine(Root, "settings.json");

    /// <exception cref="UserErrorException">The folder cannot be made.</exception>
    public DataFolder Create()
    {
        try
        {
            Directory.CreateDirectory(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The data folder {Root} cannot be created. Check its permissions, or choose another one with --data.", e);
        }

        return this;
    }

    /// <summary>Keeps other processes from doing the same to this folder. The system lets go of it when the process dies, however it dies.</summary>
    /// <exception cref="UserErrorException">Another process does it.</exception>
    public FileStream Lock(string what)
    {
        Create();
        try
        {
            // The file stays: were it deleted, somebody could hold the lock of the deleted one while a third locks its successor.
            return new FileStream(Path.Combine(Root, $"{what}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserErrorException($"The data folder {Root} cannot be written. Check its permissions, or choose another one with --data.", e);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"Another {what} works on {Root} at present. Wait for it to end, or choose another folder with --data.", e);
        }
    }
}
