namespace OneOnOne.Ingest.Csv;

internal static class ExportFile
{
    /// <exception cref="UserErrorException">The file has gone, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{Path.GetFileName(path)} cannot be opened. Check that it is still there, may be read, and is not being written by another program.", e);
        }
    }
}
