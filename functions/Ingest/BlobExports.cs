using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace OneOnOne.Functions.Ingest;

/// <summary>
/// Exports in a blob container: a folder for each, named so that the newest comes last, or files at the top that are written over
/// each time. An export is fetched whole before it is read, because it is read more than once.
/// </summary>
internal sealed class BlobExports(BlobContainerClient container, TimeProvider clock)
{
    private const int StatusPreconditionFailed = 412;

    /// <summary>An export is many files and nothing says which one is the last; one that was just written to may not be complete.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <param name="mapping">A blob at the container's top; null: none.</param>
    /// <returns>Null when the newest export is still being written.</returns>
    /// <exception cref="UserErrorException">The container cannot be read, holds no export, or lacks the mapping.</exception>
    public async Task<ExportCopy?> FetchNewestAsync(string? mapping, CancellationToken cancellation)
    {
        try
        {
            List<BlobItem> newest = await NewestAsync(cancellation);
            if (newest.Exists(blob => blob.Properties.LastModified > clock.GetUtcNow() - Settling))
            {
                return null;
            }

            return await CopyAsync(newest, mapping, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == StatusPreconditionFailed || e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null; // Written over or taken away between the listing and the fetching.
        }
        catch (RequestFailedException e)
        {
            throw new UserErrorException(
                $"The blob container {container.Uri} cannot be read ({(e.Status == 0 ? "no answer" : $"{e.Status} {e.ErrorCode}")}). Check Ingest__Container, and that the app's identity has the role Storage Blob Data Reader there.", e);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"The export cannot be copied to this instance's disk: {e.Message}", e);
        }
    }

    private async Task<List<BlobItem>> NewestAsync(CancellationToken cancellation)
    {
        Dictionary<string, List<BlobItem>> folders = new(StringComparer.Ordinal);
        await foreach (BlobItem blob in container.GetBlobsAsync(cancellationToken: cancellation))
        {
            if (!IsPlain(blob.Name))
            {
                continue;
            }

            string folder = FolderOf(blob.Name);
            if (!folders.TryGetValue(folder, out List<BlobItem>? blobs))
            {
                folders[folder] = blobs = [];
            }

            blobs.Add(blob);
        }

        return folders.Where(folder => folder.Value.Exists(IsTable)).OrderBy(folder => folder.Key, StringComparer.Ordinal).Select(folder => folder.Value).LastOrDefault()
            ?? throw new UserErrorException($"The blob container {container.Uri} holds no CSV export.");
    }

    private async Task<ExportCopy> CopyAsync(List<BlobItem> blobs, string? mapping, CancellationToken cancellation)
    {
        ExportCopy copy = new();
        try
        {
            foreach (BlobItem blob in blobs)
            {
                await FetchAsync(blob.Name, Quoted(blob.Properties.ETag), copy.PathFor(NameOf(blob)), cancellation);
            }

            if (mapping is not null)
            {
                await FetchMappingAsync(mapping, copy.PathForMapping(), cancellation);
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private async Task FetchMappingAsync(string name, string path, CancellationToken cancellation)
    {
        try
        {
            await FetchAsync(name, null, path, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            throw new UserErrorException($"The blob container {container.Uri} holds no mapping {name}. Put it there, or correct Ingest__Mapping.", e);
        }
    }

    private async Task FetchAsync(string name, ETag? etag, string path, CancellationToken cancellation)
    {
        BlobDownloadToOptions options = new() { Conditions = new BlobRequestConditions { IfMatch = etag } };
        using Response done = await container.GetBlobClient(name).DownloadToAsync(path, options, cancellation);
    }

    /// <summary>A listing has it bare; a condition is to have it in quotes.</summary>
    private static ETag? Quoted(ETag? etag) => etag is { } bare ? new ETag($"\"{bare.ToString().Trim('"')}\"") : null;

    private static string FolderOf(string name) => name[..Math.Max(0, name.LastIndexOf('/'))];

    private static string NameOf(BlobItem blob) => blob.Name[(blob.Name.LastIndexOf('/') + 1)..];

    private static bool IsTable(BlobItem blob) => blob.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>A container takes names that lead elsewhere in a file system; nothing with such a name is touched.</summary>
    private static bool IsPlain(string name) =>
        !name.Contains('\\', StringComparison.Ordinal)
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.IndexOfAny(Path.GetInvalidFileNameChars()) < 0);
}
