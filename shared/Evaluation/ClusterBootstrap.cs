using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Evaluation;

/// <param name="Limits">95 %; null where too few of the draws gave a value.</param>
public readonly record struct Estimate(double Value, Limits? Limits);

/// <summary>
/// Intervals for anything that is computed from deals: deals are drawn with replacement, each with all its weeks, for the weeks of one deal
/// hang together. Percentile limits. Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), 2.4 and 3.8.
/// </summary>
internal static class ClusterBootstrap
{
    public const int Rounds = 500;

    /// <param name="deals">How many there are to draw from.</param>
    /// <param name="statistics">Writes its values for deals that count so many times each; not a number where one cannot be computed.</param>
    /// <returns>One for each statistic; null where it cannot be computed for the deals as they are.</returns>
    public static ImmutableArray<Estimate?> Of(int deals, int count, int seed, Action<int[], double[]> statistics, CancellationToken cancellation)
    {
        int[] weights = new int[deals];
        double[] values = new double[count];
        Array.Fill(weights, 1);
        statistics(weights, values);
        double[] found = [.. values];
        List<double>[] drawn = [.. Enumerable.Range(0, count).Select(_ => new List<double>(Rounds))];
        Draws draws = new((ulong)(uint)seed);
        for (int round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(weights);
            for (int i = 0; i < deals; i++)
            {
                weights[draws.Below(deals)]++;
            }

            statistics(weights, values);
            for (int i = 0; i < count; i++)
            {
                if (double.IsFinite(values[i]))
                {
                    drawn[i].Add(values[i]);
                }
            }
        }

        return [.. found.Select((value, i) => double.IsFinite(value) ? new Estimate(value, LimitsOf(drawn[i])) : (Estimate?)null)];
    }

    private static Limits? LimitsOf(List<double> drawn)
    {
        const double Tail = 0.025;
        if (drawn.Count < Rounds * 9 / 10)
        {
            return null;
        }

        drawn.Sort();
        return new Limits(drawn[(int)(Tail * (drawn.Count - 1))], drawn[(int)Math.Ceiling((1 - Tail) * (drawn.Count - 1))]);
    }
}
