using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Functions.Ingest;

/// <summary>
/// Where the mirror of a CRM lies from one timer tick to the next: a blob, because an instance's own disk does not outlive it. It is fetched
/// whole, worked on, and put back only if nobody else did so meanwhile.
/// </summary>
internal sealed class MirrorBlobs(BlobContainerClient container)
{
    private const int StatusPreconditionFailed = 412;

    /// <exception cref="UserErrorException">The container cannot be read.</exception>
    public async Task<MirrorCopy> FetchAsync(CrmKind kind, CancellationToken cancellation)
    {
        MirrorCopy copy = new(kind);
        try
        {
            using Response fetched = await Blob(kind).DownloadToAsync(copy.File, cancellation);
            copy.ETag = fetched.Headers.ETag;
            return copy;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            // The first time, or somebody deleted it to have everything read anew. An attempt to fetch leaves an empty file, which is as good as none.
            return copy;
        }
        catch (RequestFailedException e)
        {
            copy.Dispose();
            throw Trouble(e);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <returns>False where another instance has put its own there meanwhile: what was read here will be read again.</returns>
    /// <exception cref="UserErrorException">The container cannot be written.</exception>
    public async Task<bool> KeepAsync(MirrorCopy copy, CancellationToken cancellation)
    {
        BlobRequestConditions unchanged = copy.ETag is { } etag ? new() { IfMatch = etag } : new() { IfNoneMatch = ETag.All };
        try
        {
            Response<BlobContentInfo> kept = await Blob(copy.Kind).UploadAsync(copy.File, new BlobUploadOptions { Conditions = unchanged }, cancellation);
            copy.ETag = kept.Value.ETag;
            return true;
        }
        catch (RequestFailedException e) when (e.Status == StatusPreconditionFailed || e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
        catch (RequestFailedException e)
        {
            throw Trouble(e);
        }
    }

    private BlobClient Blob(CrmKind kind) => container.GetBlobClient(CrmConnection.MirrorName(kind));

    private UserErrorException Trouble(RequestFailedException e) => new(
        $"The blob container {container.Uri} cannot be used ({(e.Status == 0 ? "no answer" : $"{e.Status} {e.ErrorCode}")}). Check Ingest__MirrorContainer, and that the app's identity has the role Storage Blob Data Contributor there.", e);
}

/// <summary>A mirror on the instance's own disk, until it is disposed.</summary>
internal sealed class MirrorCopy(CrmKind kind) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-mirror-");

    public CrmKind Kind => kind;

    public string File => Path.Combine(_folder.FullName, "crm.db");

    /// <summary>Of the blob that it is a copy of; null where there is none yet.</summary>
    public ETag? ETag { get; set; }

    public void Dispose() => _folder.Delete(recursive: true);
}
