using System.Collections.Immutable;
using OneOnOne.Briefs;
using OneOnOne.Crm;

namespace OneOnOne.Http.Pages;

/// <summary>Where the pages lead. Ids are CRM text, so each is escaped as one segment.</summary>
internal static class PageLinks
{
    public const string Home = "/";

    public static string Brief(PersonId rep, Audience audience) => Rep(rep) + (audience == Audience.Manager ? "?for=manager" : "?for=rep");

    public static string Findings(PersonId rep) => Rep(rep) + "/findings.csv";

    /// <summary>What stands above a brief in a browser. A rep's page leads nowhere that only the manager may go.</summary>
    public static ImmutableArray<PageLink> Around(PersonId rep, Audience audience) => audience == Audience.Manager
        ? [new PageLink("All teams", Home), new PageLink("Findings as CSV", Findings(rep))]
        : [new PageLink("Findings as CSV", Findings(rep))];

    // "." and ".." would be taken for folders however they are escaped.
    private static string Rep(PersonId rep) => "/reps/" + Uri.EscapeDataString(rep.Value).Replace(".", "%2E", StringComparison.Ordinal);
}
