using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Parts;
using OneOnOne.Privacy;

namespace OneOnOne.Bench;

/// <summary>
/// Computes a stated workload with the product's own reader, merge and analyses, so that the answer can be held against other
/// implementations of it: fixed rules, calendar days, no company rung. Prints seconds and peak memory as one JSON line.
/// </summary>
internal static class SpecBench
{
    private const double Quarter = 0.75;
    private const double Tenth = 0.90;

    /// <summary>More than 14 whole days of 24 hours before a midnight are at least 16 calendar days.</summary>
    private const int StallDays = 16;

    public static readonly DateTimeOffset AsOf = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly string Mapping = Path.Combine(AppContext.BaseDirectory, "spec.mapping.json");

    public static async Task<int> RunAsync(string folder, string output)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Dictionary<PersonId, RepBook> books = await LoadAsync(folder);
        double load = watch.Elapsed.TotalSeconds;
        watch.Restart();
        AnalysisContext context = new(AsOf, AsOf, null, "UTC")
        {
            Thresholds = new ThresholdSet(new Thresholds { StallBusinessDays = StallDays, StallWithoutNextActivity = false, SlipCount = 1, MinimumWonVisits = 5, OutlierPercentile = Tenth }),
            BusinessDays = new BusinessDays([], []),
            Fiscal = FiscalCalendar.CalendarYear,
        };
        await using (StreamWriter writer = new(output) { NewLine = "\n" })
        {
            await writer.WriteLineAsync("rep_id,open_n,stalled_n,slipped_opps,slip_count,slip_days,over75,over90,pooled,unjudged");
            foreach (string line in books.OrderBy(book => book.Key).AsParallel().AsOrdered().Select(book => Line(book.Key, book.Value, context)))
            {
                await writer.WriteLineAsync(line);
            }
        }

        double compute = watch.Elapsed.TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"load_s\":{load:0.000},\"compute_s\":{compute:0.000},\"peak_mb\":{process.PeakWorkingSet64 / 1048576.0:0}}}"));
        return 0;
    }

    private static async Task<Dictionary<PersonId, RepBook>> LoadAsync(string folder)
    {
        CsvSnapshotSource source = CsvSnapshotSource.Open(folder, Mapping, AsOf);
        SectionCounts counts = new(new Nowhere());
        // Whether it was read before is no part of the workload, so its content is not hashed.
        SnapshotManifest manifest = new("bench", AsOf, [Section.People, Section.Opportunities, Section.Activities, Section.StageHistory, Section.CloseDateHistory], []) { KeepRepeatedStages = true };
        using SnapshotAssembly assembly = new(manifest, counts, Forgotten.Nobody);
        await foreach (RowBatch batch in source.ReadAsync(assembly.Numbers, counts, CancellationToken.None))
        {
            assembly.Add(batch);
        }

        IncomingSnapshot incoming = assembly.Complete();
        Snapshot snapshot = new("bench", AsOf, manifest.ContentHash, incoming.Count) { Sections = manifest.Sections, HasBookedActivities = incoming.HasBookedActivities };
        Dictionary<PersonId, PersonId> teams = incoming.People.ToDictionary(person => person.Id, person => person.Manager!.Value);
        ConcurrentDictionary<PersonId, (TrackRecord Record, ImmutableArray<Opportunity> Open)> books = [];
        Parallel.For(0, SnapshotParts.Count, part =>
        {
            foreach (IGrouping<PersonId, IncomingOpportunity> deals in incoming.ReadPart(part).Deals.GroupBy(deal => deal.Row.Owner))
            {
                books[deals.Key] = Book(deals);
            }
        });
        Dictionary<PersonId, TrackRecord> pools = books.GroupBy(book => teams[book.Key], book => book.Value.Record).ToDictionary(team => team.Key, team => TrackRecord.OfTeam(team));
        return books.ToDictionary(book => book.Key, book => new RepBook(new BookHead(book.Key) { Record = book.Value.Record }, book.Value.Open, snapshot)
        {
            Snapshots = [AsOf],
            Team = pools[teams[book.Key]],
            Company = TrackRecord.Empty,
        });
    }

    /// <summary>The workload asks for open opportunities and for the visits of won ones: what the product makes of others is not computed.</summary>
    private static (TrackRecord Record, ImmutableArray<Opportunity> Open) Book(IEnumerable<IncomingOpportunity> deals)
    {
        VisitTally visits = new();
        ImmutableArray<Opportunity>.Builder open = ImmutableArray.CreateBuilder<Opportunity>();
        foreach (IncomingOpportunity deal in deals.Where(deal => deal.Row.Outcome != Outcome.Lost))
        {
            Opportunity known = OpportunityMerge.First(deal, AsOf, [], []);
            if (known.IsOpen)
            {
                open.Add(known);
            }
            else
            {
                visits.AddClosed(TimeLine.Of(known, [AsOf]), Outcome.Won, TimeLine.ClosedAt(known));
            }
        }

        return (new TrackRecord(visits.Build()), open.ToImmutable());
    }

    private static string Line(PersonId rep, RepBook book, AnalysisContext context)
    {
        int stalled = StallAnalysis.Of(book, context).Findings.OfType<Stall>().Count(stall => stall.WithoutActivity);

        // The stated workload counts every push; the product would leave out those that a grace rule excuses.
        TimeLine[] lines = [.. book.Open.Select(opportunity => TimeLine.Of(opportunity, book.Snapshots))];
        CloseDateChange[][] pushes = [.. lines.Select(line => line.CloseDateChanges.Where(change => change.IsPush).ToArray()).Where(deal => deal.Length > 0)];
        BenchmarkRung?[] rungs = [.. book.Open.Select(opportunity => Benchmark.For(opportunity.Now!.Stage, book, context.Thresholds.Base)?.Rung)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rep},{book.Open.Length},{stalled},{pushes.Length},{pushes.Sum(deal => deal.Length)},{pushes.Sum(deal => deal.Sum(push => push.Days))},{Over(Quarter, lines, book, context)},{Over(Tenth, lines, book, context)},{rungs.Count(rung => rung == BenchmarkRung.Team)},{rungs.Count(rung => rung is null)}");
    }

    /// <summary>Past the raw percentile alone: the fixed rule that the product draws on, without what chance leaves of it.</summary>
    private static int Over(double percentile, TimeLine[] lines, RepBook book, AnalysisContext context)
    {
        Thresholds thresholds = context.Thresholds.Base with { OutlierPercentile = percentile };
        return lines.Count(line => line.Current is not null && Stays.Of(line)[^1] is { } visit && Benchmark.For(visit.Stage, book, thresholds)?.IsPast(visit, context.AsOf) == true);
    }

    private sealed class Nowhere : IQuarantine
    {
        public void Add(QuarantinedRow row) => throw new InvalidOperationException($"The workload has no bad rows, but {row.File} row {row.Row} is {row.Code}.");
    }
}
