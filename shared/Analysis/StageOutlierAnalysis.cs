using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// Open opportunities that have sat in their stage longer than won ones do. Compared are visits to the same stage: the rep's own
/// where there are enough, else the team's, the company's, else an admin's number; else nothing is claimed.
/// </summary>
public static class StageOutlierAnalysis
{
    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        List<StageOutlier> found = [];
        int unjudged = 0;
        int unknown = 0;
        foreach (Opportunity opportunity in book.Open)
        {
            if (TimeLine.Of(opportunity, book.Snapshots).Current is not { } visit)
            {
                continue;
            }

            unknown += visit.EntryKnown ? 0 : 1;
            if (Benchmark.For(visit.Stage, book, context.Thresholds.Of(context.Manager, visit.Stage)) is not { } benchmark)
            {
                unjudged++;
            }
            else if (Judge(opportunity, visit, benchmark, book, context) is { } outlier)
            {
                found.Add(outlier);
            }
        }

        ImmutableArray<DataNote>.Builder notes = ImmutableArray.CreateBuilder<DataNote>();
        if (unjudged > 0)
        {
            notes.Add(new DataNote(DataIssue.TooFewWonVisits, unjudged));
        }

        if (unknown > 0)
        {
            notes.Add(new DataNote(DataIssue.StageEntryUnknown, unknown));
        }

        return new PartResult(AnalysisPart.StageOutliers, book.Snapshot.Id, [.. found.OrderBy(outlier => outlier.Opportunity.Id)], notes.ToImmutable());
    }

    private static StageOutlier? Judge(Opportunity opportunity, StageVisit visit, Benchmark benchmark, RepBook book, AnalysisContext context)
    {
        double seconds = (context.AsOf - visit.EnteredAt).TotalSeconds;
        if (seconds <= benchmark.LimitSeconds)
        {
            return null;
        }

        Durations won = benchmark.Visits.Won;
        Durations lost = benchmark.Visits.Lost;
        return new StageOutlier
        {
            Opportunity = opportunity.ToRef(),
            EnteredAt = visit.EnteredAt,
            EntryKnown = visit.EntryKnown,
            AgeDays = (int)(seconds / Percentile.SecondsPerDay),
            Rung = benchmark.Rung,
            LimitDays = benchmark.LimitSeconds / Percentile.SecondsPerDay,
            Percentile = benchmark.Rung == BenchmarkRung.AdminDefault ? null : benchmark.Percentile,
            WonVisits = won.Count,
            WonVisitsShorter = Percentile.CountBelow(won, (long)seconds),
            WonMedianDays = Percentile.OfDays(won, 0.5),
            LostVisits = lost.Count,
            LostMedianDays = Percentile.OfDays(lost, 0.5),
        };
    }
}
