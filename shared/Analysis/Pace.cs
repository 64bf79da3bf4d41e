using System.Text.Json.Serialization;
using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Analysis;

/// <summary>Fewer or more than the rate before lets expect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Pace>))]
public enum Pace
{
    Slower,
    Faster,
}

internal static class Paces
{
    /// <summary>How improbable a count has to be before anything is said of it. By percentages it would be said every other week: where four are usual, three or fewer come 43 % of the time.</summary>
    public const double Improbable = 0.05;

    /// <summary>
    /// Judges a count by the rate before it. Exposure is in business days, so that a holiday or a week that is not over is no decline.
    /// Half an event is added to the earlier count (Jeffreys' prior): from nothing in a short time does not follow a rate of nothing.
    /// </summary>
    /// <returns>Null where the count is nothing out of the ordinary, or there is nothing to judge it by.</returns>
    public static Pace? Of(int count, int days, int before, int daysBefore)
    {
        if (days <= 0 || daysBefore <= 0)
        {
            return null;
        }

        GammaPoisson rate = new(before + 0.5, daysBefore);
        return rate.AtMost(count, days) <= Improbable ? Pace.Slower : rate.AtLeast(count, days) <= Improbable ? Pace.Faster : null;
    }
}
