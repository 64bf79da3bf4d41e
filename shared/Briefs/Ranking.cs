using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>
/// Puts the deals with findings in the order in which they are worth the meeting's time: by money at stake, the amount times the win
/// chance that is lost. There is no rate between currencies, so an amount counts as so many of the rep's usual deal in its own.
/// </summary>
internal static class Ranking
{
    /// <summary>What a deal counts for that has lost nothing: a large one is still worth a word before a small one that is nearly gone.</summary>
    private const double LeastLost = 0.05;

    /// <param name="chanceLost">Null where nothing is known of the chances.</param>
    public static ImmutableArray<DealItem> Deals(ImmutableArray<Finding> findings, LastBrief last, Func<OpportunityId, double?>? chanceLost = null)
    {
        DealItem[] deals =
        [
            .. findings.GroupBy(finding => finding.Opportunity.Id)
                .Select(deal => last.Compare(deal.First().Opportunity, [.. deal]) with { ChanceLost = chanceLost?.Invoke(deal.Key) is { } lost ? Math.Max(0, lost) : null }),
        ];
        double usualLoss = Middle(deals.Select(deal => deal.ChanceLost).OfType<double>()) ?? 1;
        Dictionary<string, double> usualDeal = deals.Select(deal => deal.Opportunity.Amount).OfType<Money>()
            .GroupBy(amount => amount.Currency, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Middle(group.Select(amount => (double)amount.Amount).Where(amount => amount > 0)) ?? 1, StringComparer.Ordinal);
        return
        [
            .. deals.OrderByDescending(IsUrgent)
                .ThenByDescending(deal => deal.Opportunity.Amount is { } amount ? (double)amount.Amount / usualDeal[amount.Currency] * Math.Max(LeastLost, deal.ChanceLost ?? usualLoss) : 0)
                .ThenByDescending(deal => deal.Findings.Max(Excess))
                .ThenBy(deal => deal.Opportunity.Id),
        ];
    }

    /// <summary>The median, so that what is not known comes neither before nor after all others; null of nothing.</summary>
    private static double? Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }

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
