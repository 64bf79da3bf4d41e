using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// Do groups end at the same rate? At every age the ends of all are shared out by who is at risk, and compared with what each group had.
/// <code>
/// E_g = sum of d Y_g / Y
/// V_gh = sum of d (Y - d) / (Y - 1) * (Y_g / Y) ([g = h] - Y_h / Y)
/// chi squared = (O - E)' V^-1 (O - E), one group left out; degrees of freedom = groups that were at risk at some end - 1
/// </code>
/// Assumes censoring that has nothing to do with the end; weighs all ages alike, so it is strongest where hazards are proportional.
/// Edges: a group that was never at risk when anybody ended drops out. Null where fewer than two are left or V is singular.
/// Sources: Mantel, Cancer Chemotherapy Reports 50 (1966); Peto and Peto, JRSS A 135 (1972); as R's survdiff with rho = 0.
/// </summary>
/// <param name="P">Chance of so large a chi squared if all groups ended alike.</param>
/// <param name="Groups">In the order in which they were given, those that dropped out too.</param>
public sealed record LogRank(double ChiSquared, int DegreesOfFreedom, double P, ImmutableArray<LogRankGroup> Groups)
{
    public static LogRank? Of(params ReadOnlySpan<Spell[]> groups)
    {
        List<Spell> everybody = [];
        foreach (Spell[] group in groups)
        {
            everybody.AddRange(group);
        }

        RiskRow[] ends = Array.FindAll(RiskTable.Of(everybody.ToArray()), static row => row.Events > 0);
        double[] times = Array.ConvertAll(ends, static row => row.Time);
        double[][] atRisk = new double[groups.Length][];
        LogRankGroup[] shares = new LogRankGroup[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            RiskRow[] rows = Array.FindAll(RiskTable.Of(groups[g], times), row => Array.BinarySearch(times, row.Time) >= 0);
            atRisk[g] = Array.ConvertAll(rows, static row => row.AtRisk);
            shares[g] = Share(rows, ends);
        }

        int[] kept = [.. Enumerable.Range(0, groups.Length).Where(g => shares[g].Expected > 0)];
        if (kept.Length < 2)
        {
            return null;
        }

        int degrees = kept.Length - 1;
        Vector<double> off = Vector<double>.Build.Dense(degrees, i => shares[kept[i]].Observed - shares[kept[i]].Expected);
        double chiSquared = off * Variance(ends, [.. kept[..degrees].Select(g => atRisk[g])]).Solve(off);
        return double.IsFinite(chiSquared) ? new LogRank(chiSquared, degrees, Distributions.ChiSquaredUpperTail(chiSquared, degrees), [.. shares]) : null;
    }

    private static LogRankGroup Share(RiskRow[] rows, RiskRow[] ends)
    {
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            observed += rows[i].Events;
            expected += ends[i].Events * rows[i].AtRisk / ends[i].AtRisk;
        }

        return new LogRankGroup(observed, expected);
    }

    private static Matrix<double> Variance(RiskRow[] ends, double[][] atRisk)
    {
        Matrix<double> variance = Matrix<double>.Build.Dense(atRisk.Length, atRisk.Length);
        for (int i = 0; i < ends.Length; i++)
        {
            (double all, double ended) = (ends[i].AtRisk, ends[i].Events);
            if (all <= 1)
            {
                continue;
            }

            double spread = ended * (all - ended) / (all - 1);
            for (int g = 0; g < atRisk.Length; g++)
            {
                for (int h = 0; h < atRisk.Length; h++)
                {
                    variance[g, h] += spread * atRisk[g][i] / all * ((g == h ? 1 : 0) - (atRisk[h][i] / all));
                }
            }
        }

        return variance;
    }
}

/// <param name="Observed">Ends that the group had.</param>
/// <param name="Expected">Ends that it would have had if all groups ended alike.</param>
public readonly record struct LogRankGroup(double Observed, double Expected);
