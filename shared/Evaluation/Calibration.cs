using System.Collections.Immutable;

namespace OneOnOne.Evaluation;

/// <summary>Predicted chances against what happened.</summary>
/// <param name="Predictions">Deal-weeks with a chance and a base rate.</param>
/// <param name="Brier">Mean squared error of the chances; null with fewer than <see cref="FlagRow.FewestDeals"/> deals.</param>
/// <param name="BaseBrier">Of always saying the share that was known at the time.</param>
/// <param name="Skill">1 - <paramref name="Brier"/> / <paramref name="BaseBrier"/>: 0 is no better than that share, 1 is prophecy.</param>
public sealed record Calibration(string Of, int Predictions, int Deals, Estimate? Brier, Estimate? BaseBrier, Estimate? Skill, ImmutableArray<CalibrationBin> Bins)
{
    private const int MostBins = 10;

    /// <summary>What hangs together, and is drawn as one for the intervals.</summary>
    public string Unit { get; init; } = "deals";

    internal static Calibration Judge(string of, ReplayResult result, Func<DealWeek, (double? Chance, double? Base, bool Happened)> read, int seed, CancellationToken cancellation)
    {
        List<Prediction> all = [];
        foreach (DealWeek one in result.DealWeeks)
        {
            if (read(one) is { Chance: { } chance, Base: { } known } prediction)
            {
                all.Add(new Prediction(one.Deal, chance, known, prediction.Happened ? 1 : 0));
            }
        }

        return Judge(of, all, result.Deals, seed, cancellation);
    }

    /// <param name="units">How many there are to draw from.</param>
    internal static Calibration Judge(string of, IReadOnlyList<Prediction> all, int units, int seed, CancellationToken cancellation)
    {
        Prediction[] sorted = [.. all.OrderBy(one => one.Chance).ThenBy(one => one.Deal)];
        int deals = all.Select(one => one.Deal).Distinct().Count();
        if (deals < FlagRow.FewestDeals)
        {
            return new Calibration(of, all.Count, deals, null, null, null, []);
        }

        Prediction[][] bins = [.. Split(sorted, Math.Clamp(deals / FlagRow.FewestDeals, 1, MostBins))];
        ImmutableArray<Estimate?> found = ClusterBootstrap.Of(
            units, 3 + bins.Length, seed,
            (weights, values) =>
            {
                (values[0], values[1]) = Errors(all, weights);
                values[2] = 1 - (values[0] / values[1]);
                for (int bin = 0; bin < bins.Length; bin++)
                {
                    values[3 + bin] = Share(bins[bin], weights);
                }
            },
            cancellation);
        return new Calibration(of, all.Count, deals, found[0], found[1], found[2], [.. bins.Select((bin, i) => new CalibrationBin(bin.Average(one => one.Chance), found[3 + i]!.Value, bin.Length))]);
    }

    /// <summary>As many predictions in each, but never the same chance in two.</summary>
    private static IEnumerable<Prediction[]> Split(Prediction[] sorted, int count)
    {
        int from = 0;
        for (int bin = 1; bin <= count; bin++)
        {
            int to = (int)((long)sorted.Length * bin / count);
            while (to > from && to < sorted.Length && sorted[to].Chance == sorted[to - 1].Chance)
            {
                to++;
            }

            if (to > from)
            {
                yield return sorted[from..to];
                from = to;
            }
        }
    }

    private static (double Own, double Base) Errors(IReadOnlyList<Prediction> all, int[] weights)
    {
        (double count, double own, double usual) = (0, 0, 0);
        foreach (Prediction one in all)
        {
            int weight = weights[one.Deal];
            count += weight;
            own += weight * (one.Chance - one.Happened) * (one.Chance - one.Happened);
            usual += weight * (one.Base - one.Happened) * (one.Base - one.Happened);
        }

        return (own / count, usual / count);
    }

    private static double Share(Prediction[] bin, int[] weights)
    {
        (double count, double happened) = (0, 0);
        foreach (Prediction one in bin)
        {
            count += weights[one.Deal];
            happened += weights[one.Deal] * one.Happened;
        }

        return happened / count;
    }
}

/// <param name="Deal">Or whatever else hangs together.</param>
/// <param name="Base">What was known at the time of how often it happens.</param>
/// <param name="Happened">0 or 1.</param>
public readonly record struct Prediction(int Deal, double Chance, double Base, double Happened);

/// <param name="Predicted">Mean.</param>
public sealed record CalibrationBin(double Predicted, Estimate Observed, int Predictions);
