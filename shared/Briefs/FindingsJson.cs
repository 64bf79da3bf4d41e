using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

public static class FindingsJson
{
    public static string Of(IEnumerable<(PersonId Rep, Finding Finding)> findings) =>
        BriefJson.Write(findings.Select(one => new RepFinding(one.Rep, one.Finding)).ToArray());

    /// <summary>One finding about one rep's opportunity.</summary>
    internal sealed record RepFinding(PersonId RepId, Finding Finding);
}
