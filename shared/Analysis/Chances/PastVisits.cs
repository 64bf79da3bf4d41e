using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <param name="Stay">Days in the stage, so far where it is still there.</param>
/// <param name="ToClose">Days from entry to the close of the deal; of an open one, to when it was last seen.</param>
/// <param name="Weight">So many visits: more than one where a record is thinned.</param>
internal readonly record struct PastVisit(double Stay, double ToClose, Outcome Outcome, double Weight)
{
    private const double Day = Percentile.SecondsPerDay;

    /// <returns>By <see cref="ToClose"/>; null where a record was written before that was kept.</returns>
    public static PastVisit[]? Of(StageVisits visits, DateTimeOffset takenAt)
    {
        if (visits.Won.ToClose.Length != visits.Won.Seconds.Length || visits.Lost.ToClose.Length != visits.Lost.Seconds.Length)
        {
            return null;
        }

        PastVisit[] all = [.. Closed(visits.Won, Outcome.Won), .. Closed(visits.Lost, Outcome.Lost), .. Open(visits.Open, takenAt.ToUnixTimeSeconds())];
        Array.Sort(all, static (a, b) => a.ToClose.CompareTo(b.ToClose));
        return all;
    }

    private static IEnumerable<PastVisit> Closed(Durations visits, Outcome outcome)
    {
        double weight = (double)visits.Count / Math.Max(1, visits.Seconds.Length);
        for (int i = 0; i < visits.Seconds.Length; i++)
        {
            yield return new PastVisit(visits.Seconds[i] / Day, visits.ToClose[i] / Day, outcome, weight);
        }
    }

    private static IEnumerable<PastVisit> Open(OpenVisits visits, long takenAt)
    {
        double weight = (double)visits.Count / Math.Max(1, visits.Visits.Length);
        foreach (OpenVisit visit in visits.Visits)
        {
            double seen = Math.Max(0, takenAt - visit.Entered) / Day;
            yield return new PastVisit(visit.Left is { } left ? Math.Min(seen, (left - visit.Entered) / Day) : seen, seen, Outcome.Open, weight);
        }
    }
}
