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

    private static readonly AnalysisContext Context = new(AsOf, AsOf, null, "UTC")
    {
        Thresholds = new ThresholdSet(new Thresholds { StallBusinessDays = StallDays, StallWithoutNextActivity = false, SlipCount = 1, MinimumWonVisits = 5, OutlierPercentile = Tenth }),
        BusinessDays = new BusinessDays([], []),
        Fiscal = FiscalCalendar.CalendarYear,
    };

    public static async Task<int> RunAsync(string folder, string output)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using IncomingSnapshot incoming = await LoadAsync(folder);
        double load = watch.Elapsed.TotalSeconds;
        watch.Restart();
        await WriteAsync(incoming, output);
        double compute = watch.Elapsed.TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"load_s\":{load:0.000},\"compute_s\":{compute:0.000},\"peak_mb\":{process.PeakWorkingSet64 / 1048576.0:0}}}"));
        return 0;
    }

    private static async Task<IncomingSnapshot> LoadAsync(string folder)
    {
        CsvSnapshotSource source = CsvSnapshotSource.Open(folder, Mapping, AsOf);
        SectionCounts counts = new(new Nowhere());
        // Whether it was read before is no part of the workload, so its content is not hashed.
        SnapshotManifest manifest = new("bench", AsOf, [Section.People, Section.Opportunities, Section.Activities, Section.StageHistory, Section.CloseDateHistory], []) { KeepRepeatedStages = true };
        SnapshotAssembly assembly = new(manifest, counts, Forgotten.Nobody);
        await foreach (RowBatch batch in source.ReadAsync(assembly.Numbers, counts, CancellationToken.None))
        {
            assembly.Add(batch);
        }

        return assembly.Complete();
    }

    /// <summary>A rep's deals are looked at while their part is in memory; what waits for the teams' pools is what a visit has to be held against them.</summary>
    private static async Task WriteAsync(IncomingSnapshot incoming, string output)
    {
        Snapshot snapshot = new("bench", AsOf, "bench", incoming.Count)
        {
            Sections = [Section.People, Section.Opportunities, Section.Activities, Section.StageHistory, Section.CloseDateHistory],
            HasBookedActivities = incoming.HasBookedActivities,
        };
        ConcurrentDictionary<PersonId, Rep> reps = [];
        Parallel.For(0, SnapshotParts.Count, part =>
        {
            foreach (IGrouping<PersonId, IncomingOpportunity> deals in incoming.ReadPart(part).Deals.GroupBy(deal => deal.Row.Owner))
            {
                reps[deals.Key] = Look(deals.Key, deals, snapshot);
            }
        });
        Dictionary<PersonId, PersonId> teams = incoming.People.ToDictionary(person => person.Id, person => person.Manager!.Value);
        Dictionary<PersonId, TrackRecord> pools = reps.GroupBy(rep => teams[rep.Key], rep => rep.Value.Book.Head.Record).ToDictionary(team => team.Key, team => TrackRecord.OfTeam(team));
        await using StreamWriter writer = new(output) { NewLine = "\n" };
        await writer.WriteLineAsync("rep_id,open_n,stalled_n,slipped_opps,slip_count,slip_days,over75,over90,pooled,unjudged");
        foreach (string line in reps.OrderBy(rep => rep.Key).AsParallel().AsOrdered().Select(rep => Line(rep.Value, pools[teams[rep.Key]])))
        {
            await writer.WriteLineAsync(line);
        }
    }

    /// <summary>The workload asks for open opportunities and for the visits of won ones: what the product makes of others is not computed.</summary>
    private static Rep Look(PersonId rep, IEnumerable<IncomingOpportunity> deals, Snapshot snapshot)
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

        RepBook book = new(new BookHead(rep) { Record = new TrackRecord(visits.Build()) }, open.ToImmutable(), snapshot) { Snapshots = [AsOf], Team = TrackRecord.Empty, Company = TrackRecord.Empty };
        int stalled = StallAnalysis.Of(book, Context).Findings.OfType<Stall>().Count(stall => stall.WithoutActivity);

        // The stated workload counts every push; the product would leave out those that a grace rule excuses.
        TimeLine[] lines = [.. book.Open.Select(opportunity => TimeLine.Of(opportunity, book.Snapshots))];
        CloseDateChange[][] pushes = [.. lines.Select(line => line.CloseDateChanges.Where(change => change.IsPush).ToArray()).Where(deal => deal.Length > 0)];
        return new Rep(
            string.Create(CultureInfo.InvariantCulture, $"{rep},{book.Open.Length},{stalled},{pushes.Length},{pushes.Sum(deal => deal.Length)},{pushes.Sum(deal => deal.Sum(push => push.Days))}"),
            book with { Open = [] },
            [.. book.Open.Select(opportunity => opportunity.Now!.Stage)],
            [.. lines.Where(line => line.Current is not null).Select(line => Stays.Of(line)[^1])]);
    }

    private static string Line(Rep rep, TrackRecord team)
    {
        RepBook book = rep.Book with { Team = team };
        BenchmarkRung?[] rungs = [.. rep.Stages.Select(stage => Benchmark.For(stage, book, Context.Thresholds.Base)?.Rung)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rep.Own},{Over(Quarter, rep.Visits, book)},{Over(Tenth, rep.Visits, book)},{rungs.Count(rung => rung == BenchmarkRung.Team)},{rungs.Count(rung => rung is null)}");
    }

    /// <summary>Past the raw percentile alone: the fixed rule that the product draws on, without what chance leaves of it.</summary>
    private static int Over(double percentile, ImmutableArray<StageVisit> visits, RepBook book)
    {
        Thresholds thresholds = Context.Thresholds.Base with { OutlierPercentile = percentile };
        return visits.Count(visit => Benchmark.For(visit.Stage, book, thresholds)?.IsPast(visit, AsOf) == true);
    }

    /// <param name="Own">The columns that are about the rep's own deals alone.</param>
    /// <param name="Book">Without its open deals.</param>
    /// <param name="Stages">Those that the open deals are in.</param>
    /// <param name="Visits">Those that the open deals are at.</param>
    private sealed record Rep(string Own, RepBook Book, ImmutableArray<string> Stages, ImmutableArray<StageVisit> Visits);

    private sealed class Nowhere : IQuarantine
    {
        public void Add(QuarantinedRow row) => throw new InvalidOperationException($"The workload has no bad rows, but {row.File} row {row.Row} is {row.Code}.");
    }
}
