using System.Collections.Immutable;
using OneOnOne.Briefs;

namespace OneOnOne.Http.Deals;

/// <summary>A deal's record in the CRM.</summary>
internal static class CrmLink
{
    /// <returns>Null for an address that is no https address of the CRM's own hosts.</returns>
    public static string? Of(string? url, ImmutableArray<string> hosts) =>
        Safe.Link(url) is { } link && hosts.Contains(new Uri(link).Host, StringComparer.OrdinalIgnoreCase) ? link : null;
}
