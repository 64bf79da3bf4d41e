using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OneOnOne.Http.Journal;

/// <summary>A store's ETag as HTTP writes it. Stores have quotes of their own or none.</summary>
internal static class EntryTags
{
    public static string Of(string etag) => "\"" + etag.Trim('"') + "\"";

    /// <returns>Tells whether the caller has seen an ETag; null when they sent no If-Match.</returns>
    /// <exception cref="BadHttpRequestException">If-Match is there and cannot be read.</exception>
    public static Func<string, bool>? IfMatch(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out IList<EntityTagHeaderValue>? tags) && tags.Count > 0
            ? etag => tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(Of(etag)), useStrongComparison: true))
            : throw new BadHttpRequestException("If-Match must be the ETag that came with the entry, in its quotes, such as \"1\".");
    }
}
