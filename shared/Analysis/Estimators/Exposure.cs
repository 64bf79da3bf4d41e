using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// Ends and days at risk by band of age: all that a <see cref="PiecewiseHazard"/> needs, so it can be kept instead of the spells, and
/// those of several people be added.
/// <para>
/// Band i reaches from <c>Starts[i]</c> (exclusive) to the next start (inclusive), the last one without end; an end at age 0 counts in the
/// first band. A spell gives each band the days that it was watched within it.
/// </para>
/// </summary>
/// <param name="Starts">Ascending ages in days; the first is 0.</param>
/// <param name="Ends">How many ended in each band.</param>
/// <param name="Days">Deal-days at risk in each band.</param>
public sealed record Exposure(ImmutableArray<double> Starts, ImmutableArray<double> Ends, ImmutableArray<double> Days)
{
    /// <exception cref="ArgumentException">The bands do not start at 0 or do not ascend; a spell is negative or not finite.</exception>
    public static Exposure Of(ImmutableArray<double> starts, ReadOnlySpan<Spell> spells)
    {
        if (starts.IsDefaultOrEmpty || starts[0] != 0 || starts.Zip(starts.Skip(1)).Any(pair => !(pair.First < pair.Second)) || !double.IsFinite(starts[^1]))
        {
            throw new ArgumentException("Bands start at 0 and ascend.", nameof(starts));
        }

        double[] ends = new double[starts.Length];
        double[] days = new double[starts.Length];
        foreach (ref readonly Spell one in spells)
        {
            if (!OutcomeSpell.IsWatched(one.Caused))
            {
                continue;
            }

            int band = 0;
            for (; band + 1 < starts.Length && one.Time > starts[band + 1]; band++)
            {
                days[band] += one.Weight * Math.Max(0, starts[band + 1] - Math.Max(starts[band], one.Entry));
            }

            days[band] += one.Weight * (one.Time - Math.Max(starts[band], one.Entry));
            ends[band] += one.Ended ? one.Weight : 0;
        }

        return new Exposure(starts, [.. ends], [.. days]);
    }

    /// <summary>Of both together.</summary>
    public Exposure Plus(Exposure other) => Starts.AsSpan().SequenceEqual(other.Starts.AsSpan())
        ? new Exposure(Starts, [.. Ends.Zip(other.Ends, static (a, b) => a + b)], [.. Days.Zip(other.Days, static (a, b) => a + b)])
        : throw new ArgumentException("Exposures of different bands cannot be added.", nameof(other));
}
