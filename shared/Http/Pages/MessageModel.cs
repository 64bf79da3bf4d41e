using System.Collections.Immutable;
using OneOnOne.Briefs;

namespace OneOnOne.Http.Pages;

/// <summary>A title, a sentence and where to go from there.</summary>
/// <param name="Links">Empty: to the first page.</param>
public sealed record MessageModel(string Title, string Message, ImmutableArray<PageLink> Links)
{
    /// <summary>What the API says to the same mistake; null where it says no more.</summary>
    public string? Detail { get; init; }
}
