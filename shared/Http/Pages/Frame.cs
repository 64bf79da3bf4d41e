using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Http.Pages;

/// <summary>What stands around every page, and how its reader is spoken to.</summary>
/// <param name="TimeZone">IANA zone of whoever reads.</param>
/// <param name="Today">There.</param>
public sealed record Frame(Language Language, string TimeZone, DateOnly Today)
{
    /// <summary>Where the viewer may go; empty for whoever may go nowhere.</summary>
    public ImmutableArray<NavLink> Links { get; init; } = [];

    /// <summary>Null before the first snapshot, and where nobody looked.</summary>
    public DateTimeOffset? DataAsOf { get; init; }

    /// <summary>Null where nobody signed in through the platform, so that there is nothing to sign out of.</summary>
    public string? SignOutAt { get; init; }
}

/// <param name="Current">It leads to the page that it stands on.</param>
public sealed record NavLink(string Text, string Href, bool Current);
