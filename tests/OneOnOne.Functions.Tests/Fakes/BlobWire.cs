using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>The network between the SDK and one blob container named "exports": puts, lists, gets and deletes; anything else fails the test.</summary>
internal sealed class BlobWire : HttpMessageHandler
{
    public static readonly DateTimeOffset WrittenAt = new(2026, 2, 28, 3, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<string, (byte[] Content, string ETag)> _blobs = new(StringComparer.Ordinal);
    private int _writes;

    public Action BeforeFetch { get; set; } = () => { };

    public bool Forbidden { get; set; }

    public void Touch(string name) => _blobs[name] = (_blobs[name].Content, NextETag());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath).TrimStart('/');
        string container = path.Split('/')[0];
        string? name = path.Length > container.Length ? path[(container.Length + 1)..] : null;
        HttpResponseMessage response = Forbidden ? Error(HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch")
            : container != "exports" ? Error(HttpStatusCode.NotFound, "ContainerNotFound")
            : (request.Method.Method, name) switch
            {
                ("PUT", not null) => Put(request, name, await request.Content!.ReadAsByteArrayAsync(cancellationToken)),
                ("DELETE", not null) when _blobs.Remove(name) => new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new ByteArrayContent([]) },
                ("GET", null) => List(),
                ("GET", not null) => Get(request, name),
                _ => throw new InvalidOperationException($"Unexpected: {request.Method} {request.RequestUri}"),
            };
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage Put(HttpRequestMessage request, string name, byte[] content)
    {
        if (request.Headers.IfNoneMatch.Count > 0 && _blobs.ContainsKey(name))
        {
            return Error(HttpStatusCode.Conflict, "BlobAlreadyExists");
        }

        if (request.Headers.IfMatch.Count > 0 && !(_blobs.TryGetValue(name, out (byte[] Content, string ETag) there) && request.Headers.IfMatch.Any(tag => tag.Tag == there.ETag)))
        {
            return Error(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        }

        _blobs[name] = (content, NextETag());
        return Dated(new HttpResponseMessage(HttpStatusCode.Created) { Content = new ByteArrayContent([]) }, _blobs[name].ETag);
    }

    private HttpResponseMessage List() => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            new XElement(
                "EnumerationResults",
                new XElement("Blobs", _blobs.Select(blob => new XElement(
                    "Blob",
                    new XElement("Name", blob.Key),
                    new XElement(
                        "Properties",
                        new XElement("Last-Modified", WrittenAt.ToString("R", CultureInfo.InvariantCulture)),
                        new XElement("Etag", blob.Value.ETag.Trim('"')),
                        new XElement("Content-Length", blob.Value.Content.Length),
                        new XElement("BlobType", "BlockBlob"))))),
                new XElement("NextMarker")).ToString(),
            System.Text.Encoding.UTF8,
            "application/xml"),
    };

    private HttpResponseMessage Get(HttpRequestMessage request, string name)
    {
        BeforeFetch();
        if (!_blobs.TryGetValue(name, out (byte[] Content, string ETag) blob))
        {
            return Error(HttpStatusCode.NotFound, "BlobNotFound");
        }

        if (request.Headers.TryGetValues("If-Match", out IEnumerable<string>? tags) && !tags.Contains(blob.ETag))
        {
            return Error(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        }

        HttpResponseMessage response = Dated(new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(blob.Content) }, blob.ETag);
        response.Content.Headers.ContentRange = blob.Content.Length == 0 ? null : new ContentRangeHeaderValue(0, blob.Content.Length - 1, blob.Content.Length);
        response.Headers.Add("x-ms-blob-type", "BlockBlob");
        return response;
    }

    private static HttpResponseMessage Dated(HttpResponseMessage response, string etag)
    {
        response.Headers.ETag = new EntityTagHeaderValue(etag);
        response.Content.Headers.LastModified = WrittenAt;
        return response;
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code)
    {
        HttpResponseMessage response = new(status)
        {
            Content = new StringContent($"<Error><Code>{code}</Code><Message>no</Message></Error>", System.Text.Encoding.UTF8, "application/xml"),
        };
        response.Headers.Add("x-ms-error-code", code);
        return response;
    }

    private string NextETag() => $"\"{++_writes}\"";
}
