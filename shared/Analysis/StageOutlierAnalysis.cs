using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.StayTimes;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// Open opportunities that have sat in their stage longer than won ones do, where that speaks for a loss, or for nobody deciding. Two things
/// have to agree.
/// What the reader can count: it outlasts the percentile of won visits to the same stage, the rep's own where there are enough, else the
/// team's, the company's. And what chance and open deals leave of that: see <see cref="StayEvidence"/>. Where no rung has enough won
/// visits an admin's number of days decides alone; else nothing is claimed.
/// </summary>
public static class StageOutlierAnalysis
{
    /// <summary>What a win chance looks ahead: a quarter.</summary>
    public const int ChanceDays = 90;

    /// <summary>Share of a rep's outliers that chance may account for, before the second side is heard.</summary>
    private const double MostByChance = 0.5;

    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        List<StageOutlier> found = [];
        List<double> judged = [];
        Dictionary<DataIssue, int> notes = [];
        StayBook stays = new(book);
        WinChances chances = new(book);
        foreach (Opportunity opportunity in book.Open)
        {
            if (Present(opportunity, book) is not { } visit)
            {
                continue;
            }

            Note(visit.EntryKnown ? null : DataIssue.StageEntryUnknown);
            Thresholds thresholds = context.Thresholds.Of(context.Manager, visit.Stage);
            if (Benchmark.For(visit.Stage, book, thresholds) is not { } benchmark)
            {
                Note(DataIssue.TooFewWonVisits);
                continue;
            }

            double age = DaysIn(visit, context);
            StayEvidence? evidence = benchmark.Rung == BenchmarkRung.AdminDefault ? null : stays.At(visit.Stage, age);
            judged.AddRange(evidence is { } known ? [known.WonBeyond] : []);
            if (!benchmark.IsPast(visit, context.AsOf))
            {
                continue;
            }

            if (benchmark.Rung == BenchmarkRung.AdminDefault || IsAlarm(evidence, benchmark, age, thresholds.OutlierPercentile))
            {
                found.Add(Outlier(opportunity, visit, benchmark, context) with
                {
                    WonBeyond = evidence?.WonBeyond,
                    LostBeyond = evidence?.LostBeyond,
                    Chance = chances.Of(visit.Stage, age, ChanceDays),
                    ChanceAtEntry = chances.Fresh(visit.Stage, ChanceDays),
                });
            }
            else if (book.Company.Of(visit.Stage).Lost.Count < thresholds.MinimumWonVisits)
            {
                Note(DataIssue.TooFewLostVisits);
            }
        }

        return new PartResult(
            AnalysisPart.StageOutliers,
            book.Snapshot.Id,
            [.. BeyondChance(found, judged).OrderBy(outlier => outlier.Opportunity.Id)],
            [.. notes.OrderBy(note => note.Key).Select(note => new DataNote(note.Key, note.Value))]);

        void Note(DataIssue? issue)
        {
            if (issue is { } known)
            {
                notes[known] = notes.GetValueOrDefault(known) + 1;
            }
        }
    }

    /// <summary>
    /// Of forty deals that will all be won, four outlast nine in ten of the won by chance. The longest stays are kept, as many as leave
    /// no more of them to chance than <see cref="MostByChance"/>.
    /// </summary>
    private static IEnumerable<StageOutlier> BeyondChance(List<StageOutlier> found, List<double> judged)
    {
        ImmutableArray<bool> kept = BenjaminiHochberg.Kept([.. judged], MostByChance);
        double limit = judged.Where((_, index) => kept[index]).DefaultIfEmpty(-1).Max();
        return found.Where(outlier => outlier.WonBeyond is not { } beyond || beyond <= limit);
    }

    /// <summary>The stay that an open opportunity is in; null where nothing is known of its stage.</summary>
    public static StageVisit? Present(Opportunity opportunity, RepBook book) =>
        TimeLine.Of(opportunity, book.Snapshots) is { Current: not null } line ? Stays.Of(line)[^1] : null;

    private static bool IsAlarm(StayEvidence? evidence, Benchmark benchmark, double age, double percentile) => evidence is { } says
        && says.IsRare(percentile)
        && (says.PointsToLoss || (says.IsBeyondBoth(percentile) && age > Percentile.OfDays(benchmark.Visits.Won, (3 + percentile) / 4)));

    private static double DaysIn(StageVisit visit, AnalysisContext context) => Math.Max(0, (context.AsOf - visit.EnteredAt).TotalDays);

    private static StageOutlier Outlier(Opportunity opportunity, StageVisit visit, Benchmark benchmark, AnalysisContext context)
    {
        Durations won = benchmark.Visits.Won;
        Durations lost = benchmark.Visits.Lost;
        return new StageOutlier
        {
            Opportunity = opportunity.ToRef(),
            EnteredAt = visit.EnteredAt,
            EntryKnown = visit.EntryKnown,
            AgeDays = (int)DaysIn(visit, context),
            Rung = benchmark.Rung,
            LimitDays = benchmark.LimitSeconds / Percentile.SecondsPerDay,
            Percentile = benchmark.Rung == BenchmarkRung.AdminDefault ? null : benchmark.Percentile,
            WonVisits = won.Count,
            WonVisitsShorter = Percentile.CountBelow(won, (long)(context.AsOf - visit.EnteredAt).TotalSeconds),
            WonMedianDays = Percentile.OfDays(won, 0.5),
            LostVisits = lost.Count,
            LostMedianDays = Percentile.OfDays(lost, 0.5),
            OwnedSince = opportunity.OwnedSince is { } since && since > visit.EnteredAt ? since : null,
        };
    }
}
