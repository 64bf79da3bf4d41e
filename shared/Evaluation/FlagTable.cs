using System.Collections.Immutable;

namespace OneOnOne.Evaluation;

/// <summary>
/// How deals went on that were flagged, and those that were not. A deal counts at the first week of each episode of a flag. It is held
/// against the deals that did not have the flag that very week, so that a good quarter helps both.
/// </summary>
/// <param name="Episodes">Times that the flag came up.</param>
/// <param name="Deals">Distinct ones.</param>
/// <param name="Lost">Share lost within the horizon; this and all that follows null where <see cref="FewestDeals"/> deals are not there on both sides.</param>
/// <param name="Trouble">Share lost or pushed within the horizon.</param>
/// <param name="OthersTrouble">Of the deals without the flag.</param>
/// <param name="Lift"><paramref name="Trouble"/> over <paramref name="OthersTrouble"/>.</param>
public sealed record FlagRow(Flag Flag, int Episodes, int Deals, Estimate? Lost, Estimate? OthersLost, Estimate? LostLift, Estimate? Trouble, Estimate? OthersTrouble, Estimate? Lift)
{
    public const int FewestDeals = 20;
}

internal static class FlagTable
{
    private const int Statistics = 6;

    public static ImmutableArray<FlagRow> Of(ReplayResult result, IEnumerable<Flag> flags, int seed, CancellationToken cancellation) =>
        [.. flags.Select(flag => Row(result, flag, seed, cancellation))];

    private static FlagRow Row(ReplayResult result, Flag flag, int seed, CancellationToken cancellation)
    {
        DealWeek[] flagged = [.. result.DealWeeks.Where(one => (one.Fresh & flag) != Flag.None)];
        HashSet<int> withOne = [.. flagged.Select(one => one.Week)];
        DealWeek[] others = [.. result.DealWeeks.Where(one => (one.Flags & flag) == Flag.None && withOne.Contains(one.Week))];
        int deals = flagged.Select(one => one.Deal).Distinct().Count();
        if (deals < FlagRow.FewestDeals || others.Select(one => one.Deal).Distinct().Count() < FlagRow.FewestDeals)
        {
            return new FlagRow(flag, flagged.Length, deals, null, null, null, null, null, null);
        }

        Tally with = new(result.Weeks);
        Tally without = new(result.Weeks);
        ImmutableArray<Estimate?> found = ClusterBootstrap.Of(
            result.Deals, Statistics, seed,
            (weights, values) =>
            {
                with.Count(flagged, weights);
                without.Count(others, weights);
                Compare(with, without, values);
            },
            cancellation);
        return new FlagRow(flag, flagged.Length, deals, found[0], found[1], found[2], found[3], found[4], found[5]);
    }

    /// <summary>Weeks count by how often the flag came up in them; one in which nobody was without it says nothing.</summary>
    private static void Compare(Tally with, Tally without, double[] values)
    {
        double count = 0;
        (double lost, double trouble, double othersLost, double othersTrouble) = (0, 0, 0, 0);
        for (int week = 0; week < with.All.Length; week++)
        {
            if (with.All[week] > 0 && without.All[week] > 0)
            {
                count += with.All[week];
                lost += with.Lost[week];
                trouble += with.Trouble[week];
                othersLost += with.All[week] * without.Lost[week] / without.All[week];
                othersTrouble += with.All[week] * without.Trouble[week] / without.All[week];
            }
        }

        (values[0], values[1], values[2]) = (lost / count, othersLost / count, lost / othersLost);
        (values[3], values[4], values[5]) = (trouble / count, othersTrouble / count, trouble / othersTrouble);
    }

    private sealed class Tally(int weeks)
    {
        public double[] All { get; } = new double[weeks];

        public double[] Lost { get; } = new double[weeks];

        public double[] Trouble { get; } = new double[weeks];

        public void Count(DealWeek[] rows, int[] weights)
        {
            Array.Clear(All);
            Array.Clear(Lost);
            Array.Clear(Trouble);
            foreach (DealWeek row in rows)
            {
                int weight = weights[row.Deal];
                All[row.Week] += weight;
                Lost[row.Week] += row.Fate.Lost ? weight : 0;
                Trouble[row.Week] += row.Fate.Trouble ? weight : 0;
            }
        }
    }
}
