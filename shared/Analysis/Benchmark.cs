using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>The rung of the ladder that an open visit is compared with, and the limit that it gives.</summary>
public sealed record Benchmark(BenchmarkRung Rung, StageVisits Visits, double Percentile, double LimitSeconds)
{
    /// <summary>Whether so long a stay is strictly longer than the limit.</summary>
    public bool IsPast(StageVisit visit, DateTimeOffset asOf) => (asOf - visit.EnteredAt).TotalSeconds > LimitSeconds;

    /// <returns>Null where no rung has enough won visits and the admin set no default.</returns>
    public static Benchmark? For(string stage, RepBook book, Thresholds thresholds)
    {
        ReadOnlySpan<(BenchmarkRung Rung, TrackRecord Pool)> ladder =
            [(BenchmarkRung.Rep, book.Head.Record), (BenchmarkRung.Team, book.Team), (BenchmarkRung.Company, book.Company)];
        foreach ((BenchmarkRung rung, TrackRecord pool) in ladder)
        {
            StageVisits visits = pool.Of(stage);
            if (visits.Won.Count >= Math.Max(1, thresholds.MinimumWonVisits))
            {
                double limit = Analysis.Percentile.Of(visits.Won.Seconds.AsSpan(), thresholds.OutlierPercentile);
                return new Benchmark(rung, visits, thresholds.OutlierPercentile, limit);
            }
        }

        return thresholds.OutlierDefaultDays is { } days
            ? new Benchmark(BenchmarkRung.AdminDefault, book.Head.Record.Of(stage), thresholds.OutlierPercentile, days * Analysis.Percentile.SecondsPerDay)
            : null;
    }
}
