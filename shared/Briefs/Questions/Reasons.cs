using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

/// <summary>Which reasons were given for what.</summary>
internal static class Reasons
{
    /// <summary>What explains this push today; else the one given for what was before.</summary>
    public static IEnumerable<ReasonItem> For(Slip slip, BriefFacts facts)
    {
        ReasonItem[] all = [.. Of(slip.Opportunity, facts)];
        return all.Where(reason => reason.Answers.Contains(AnalysisPart.Slips)).Concat(all.Where(reason => reason.Answers.IsEmpty)).Take(1);
    }

    public static IEnumerable<ReasonItem> Of(OpportunityRef deal, BriefFacts facts) => (facts.Journal?.Reasons ?? []).Where(reason => reason.Opportunity.Id == deal.Id);

    public static bool Answer(Finding finding, BriefFacts facts) => Of(finding.Opportunity, facts).Any(reason => reason.Answers.Contains(FindingKind.Of(finding)));

    /// <summary>
    /// Whether the deal needs no more asking for a why: its close date has its reason where that is what moved, else whatever was found has one.
    /// </summary>
    public static bool Explain(DealItem deal, BriefFacts facts) => deal.Findings.OfType<Slip>().FirstOrDefault() is { } slip
        ? Answer(slip, facts)
        : deal.Findings.Any(finding => Answer(finding, facts));
}
