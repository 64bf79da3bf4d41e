using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>
/// The visits of a time line that were stays. A deal that jumps through three stages in one save, or is set back by mistake and put
/// right at once, was never at work there: counted as a visit, such would pull every quantile down.
/// </summary>
public static class Stays
{
    /// <summary>Whoever works on a deal in a stage is there for longer.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>Without those that were only passed through; what a slip of the hand interrupted is one stay.</summary>
    public static ImmutableArray<StageVisit> Of(TimeLine line)
    {
        if (!PassedThrough(line))
        {
            return line.Visits;
        }

        List<StageVisit> stays = [];
        bool passed = false;
        foreach (StageVisit visit in line.Visits)
        {
            if (visit.LeftAt is { } after && after - visit.EnteredAt < Shortest)
            {
                passed = true;
                continue;
            }

            if (passed && stays.Count > 0 && stays[^1] is { LeftAt: { } left } before && before.Stage == visit.Stage && visit.EnteredAt - left < Shortest)
            {
                stays[^1] = before with { LeftAt = visit.LeftAt };
            }
            else
            {
                stays.Add(visit);
            }

            passed = false;
        }

        return [.. stays];
    }

    private static bool PassedThrough(TimeLine line)
    {
        foreach (StageVisit visit in line.Visits)
        {
            if (visit.LeftAt is { } left && left - visit.EnteredAt < Shortest)
            {
                return true;
            }
        }

        return false;
    }
}
