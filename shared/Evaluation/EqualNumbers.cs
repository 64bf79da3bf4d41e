using System.Collections.Immutable;

namespace OneOnOne.Evaluation;

/// <summary>
/// A fixed rule against the product at the same number of flags: each week as many of the deals as the rule flags, and of those the
/// product's are the ones that it takes to be most at risk.
/// </summary>
/// <param name="Picks">Deals picked by each of the two, week by week.</param>
/// <param name="Deals">Distinct ones that the rule picked.</param>
/// <param name="Rule">Share of its picks that was lost or pushed; this and all that follows null with fewer than <see cref="FlagRow.FewestDeals"/> deals.</param>
/// <param name="Difference"><paramref name="Product"/> less <paramref name="Rule"/>.</param>
public sealed record EqualRow(Flag Baseline, int Picks, int Deals, Estimate? Rule, Estimate? Product, Estimate? Difference, Estimate? RuleLost, Estimate? ProductLost, Estimate? LostDifference);

internal static class EqualNumbers
{
    private const int Statistics = 6;

    public static ImmutableArray<EqualRow> Of(ReplayResult result, int seed, CancellationToken cancellation)
    {
        // Where the product has nothing to go by it does not guess, and the rule is not held against it either.
        DealWeek[][] weeks = [.. result.DealWeeks.Where(one => one.Trouble is not null).GroupBy(one => one.Week)
            .Select(week => week.OrderByDescending(one => one.Trouble).ThenBy(one => one.Deal).ToArray())];
        return [.. Flags.Baselines.Select(baseline => Row(result, weeks, baseline, seed, cancellation))];
    }

    private static EqualRow Row(ReplayResult result, DealWeek[][] weeks, Flag baseline, int seed, CancellationToken cancellation)
    {
        List<DealWeek> rule = [];
        List<DealWeek> product = [];
        foreach (DealWeek[] week in weeks)
        {
            DealWeek[] picked = [.. week.Where(one => (one.Flags & baseline) != Flag.None)];
            rule.AddRange(picked);
            product.AddRange(week.Take(picked.Length));
        }

        int deals = rule.Select(one => one.Deal).Distinct().Count();
        if (deals < FlagRow.FewestDeals)
        {
            return new EqualRow(baseline, rule.Count, deals, null, null, null, null, null, null);
        }

        ImmutableArray<Estimate?> found = ClusterBootstrap.Of(
            result.Deals, Statistics, seed,
            (weights, values) =>
            {
                (values[0], values[3]) = Shares(rule, weights);
                (values[1], values[4]) = Shares(product, weights);
                (values[2], values[5]) = (values[1] - values[0], values[4] - values[3]);
            },
            cancellation);
        return new EqualRow(baseline, rule.Count, deals, found[0], found[1], found[2], found[3], found[4], found[5]);
    }

    private static (double Trouble, double Lost) Shares(List<DealWeek> picks, int[] weights)
    {
        (double all, double trouble, double lost) = (0, 0, 0);
        foreach (DealWeek pick in picks)
        {
            int weight = weights[pick.Deal];
            all += weight;
            trouble += pick.Fate.Trouble ? weight : 0;
            lost += pick.Fate.Lost ? weight : 0;
        }

        return (trouble / all, lost / all);
    }
}
