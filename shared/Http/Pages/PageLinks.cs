using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Pages;

/// <summary>Where the pages lead. Ids are CRM text, so each is escaped as one segment.</summary>
internal static class PageLinks
{
    public const string Home = "/";

    public const string AllFindings = "/findings";

    public const string Runs = "/runs";

    public const string Thresholds = "/thresholds";

    public static string Brief(PersonId rep, Audience audience) => Rep(rep) + (audience == Audience.Manager ? "?for=manager" : "?for=rep");

    public static string Rep(PersonId rep) => "/reps/" + Segment(rep.Value);

    public static string OverTime(PersonId rep) => Rep(rep) + "/over-time";

    public static string Findings(PersonId rep) => Rep(rep) + "/findings";

    public static string Deal(PersonId rep, OpportunityId deal) => Rep(rep) + "/deals/" + Segment(deal.Value);

    public static string Team(PersonId manager) => "/teams/" + Segment(manager.Value);

    public static string Run(RunId run) => "/runs/" + Segment(run.Value);

    public static string Resolve(RunId run, Audience half) => Run(run) + "/deliveries/" + (half == Audience.Manager ? "manager" : "rep");

    /// <param name="letter">A dead letter's id.</param>
    public static string Replay(string letter) => "/dead-letters/" + Segment(letter) + "/replay";

    // "." and ".." would be taken for folders however they are escaped.
    private static string Segment(string id) => Uri.EscapeDataString(id).Replace(".", "%2E", StringComparison.Ordinal);
}
