using System.Text.Json.Serialization;

namespace OneOnOne.Analysis;

/// <summary>Whether a count that is taken at every one-on-one goes one way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Trend>))]
public enum Trend
{
    TooFew,

    /// <summary>What it does, chance does too.</summary>
    None,

    Falling,
    Rising,
}

/// <summary>
/// Tells a trend from chance by flipping signs: were there none, each change from one time to the next might as well have gone the
/// other way. Of all such pasts, at most one in twenty may end as far from its beginning as this one. Counted out, not drawn.
/// </summary>
/// <remarks>
/// A week's changes may hang together, as when a whole book falls silent in a holiday: one large step is one change, and proves nothing
/// alone. A count that swings about a level changes back more often than a coin would, so that it is claimed more rarely still.
/// </remarks>
public static class Trends
{
    /// <summary>Six changes are the fewest of which one in twenty pasts could say anything.</summary>
    public const int FewestTimes = 7;

    /// <summary>2,048 pasts.</summary>
    public const int MostTimes = 12;

    private const int OneIn = 20;

    /// <param name="counts">Oldest first; only the newest <see cref="MostTimes"/> count.</param>
    public static Trend Of(IReadOnlyList<int> counts)
    {
        if (counts.Count < FewestTimes)
        {
            return Trend.TooFew;
        }

        int[] last = [.. counts.TakeLast(MostTimes)];
        int[] changes = [.. last.Zip(last.Skip(1), (before, after) => after - before).Where(change => change != 0)];
        int whole = changes.Sum();
        int pasts = 1 << changes.Length;
        int asFar = 0;
        for (int past = 0; past < pasts; past++)
        {
            int sum = 0;
            for (int i = 0; i < changes.Length; i++)
            {
                sum += (past >> i & 1) == 0 ? changes[i] : -changes[i];
            }

            asFar += Math.Abs(sum) >= Math.Abs(whole) ? 1 : 0;
        }

        return asFar * OneIn > pasts ? Trend.None : whole < 0 ? Trend.Falling : Trend.Rising;
    }
}
