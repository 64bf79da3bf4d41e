using System.Collections.Immutable;
using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

/// <summary>Puts the deals with findings in the order in which they are worth the meeting's time.</summary>
internal static class Ranking
{
    public static ImmutableArray<DealItem> Deals(ImmutableArray<Finding> findings, LastBrief last) =>
    [
        .. findings.GroupBy(finding => finding.Opportunity.Id)
            .Select(deal => last.Compare(deal.First().Opportunity, [.. deal]))
            .OrderByDescending(IsUrgent)
            .ThenByDescending(deal => deal.Opportunity.Amount?.Amount ?? 0)
            .ThenByDescending(deal => deal.Findings.Max(Excess))
            .ThenBy(deal => deal.Opportunity.Id),
    ];

    /// <summary>How many times over its limit: tells deals of equal money apart, and those without an amount.</summary>
    private static double Excess(Finding finding) => finding switch
    {
        StageOutlier outlier => outlier.AgeDays / Math.Max(1, outlier.LimitDays),
        Slip slip => Math.Max((double)slip.PushedDays / slip.ThresholdDays, (double)slip.Pushes / slip.ThresholdCount),
        Stall { WithoutActivity: true } stall => (double)stall.IdleBusinessDays / stall.ThresholdBusinessDays,
        Stall { GoesBack: true } => 1,
        _ => 0,
    };

    /// <summary>
    /// A deal whose only finding is a missing next step comes after those with evidence from their past: booking it takes the rep
    /// a minute and the meeting none.
    /// </summary>
    private static bool IsUrgent(DealItem deal) => deal.Findings.Any(finding => finding is not Stall { OnlyUnbooked: true });
}
