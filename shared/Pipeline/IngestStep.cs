using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Reads a snapshot and merges it into the books. All or nothing: a crash at any point leaves the books as they were.</summary>
public sealed class IngestStep(IBookStore books, TimeProvider clock, Telemetry telemetry)
{
    /// <exception cref="UserErrorException">There is no snapshot to read there, two of them claim one instant, or two ingests ran at once.</exception>
    public async Task<IngestReport> RunAsync(ISnapshotSource source, IQuarantine quarantine, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        using Activity? span = telemetry.StartIngest();
        try
        {
            IngestReport report = await IngestAsync(source, quarantine, progress, cancellation);
            telemetry.Ingested(report);
            span.End(report.Outcome.ToString());
            return report;
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    private async Task<IngestReport> IngestAsync(ISnapshotSource source, IQuarantine quarantine, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        SnapshotManifest manifest = await source.DescribeAsync(cancellation);
        ImmutableArray<Snapshot> snapshots = await books.SnapshotsAsync(cancellation);
        if (snapshots.LastOrDefault(one => one.ContentHash == manifest.ContentHash) is { } same && (manifest.TakenAt ?? same.TakenAt) == same.TakenAt)
        {
            return IngestReport.AlreadyThere(same);
        }

        Forgotten forgotten = await books.ForgottenAsync(cancellation);
        SectionCounts counts = new(quarantine);
        using IncomingSnapshot incoming = await ReadAsync(source, manifest, forgotten, counts, progress, cancellation);
        if (snapshots.FirstOrDefault(one => one.TakenAt == incoming.TakenAt) is { } twin)
        {
            return twin.ContentHash == manifest.ContentHash
                ? IngestReport.AlreadyThere(twin)
                : throw new UserErrorException(
                    $"Another snapshot of {Iso(twin.TakenAt)} was ingested before, with other content. Say when this one was taken, for example --taken-at {Iso(twin.TakenAt.AddHours(1))}.");
        }

        if (manifest.TakenAt is null && incoming.TakenAt > clock.GetUtcNow().AddDays(1))
        {
            // One mistyped year would put this snapshot after all that are still to come.
            throw new UserErrorException(
                $"The newest time stamp in the snapshot, {Iso(incoming.TakenAt)}, lies in the future, so it cannot say when the snapshot was taken. Say so with --taken-at.");
        }

        Snapshot snapshot = Describe(manifest, incoming, counts);
        if (Breaker.Judge(counts.All, snapshot.Opportunities + incoming.Forgotten.Count, snapshots.LastOrDefault(one => one.TakenAt < incoming.TakenAt)) is { } reason)
        {
            return new IngestReport(IngestOutcome.Refused, snapshot, counts.All, 0) { Reason = reason };
        }

        progress?.Report(new IngestProgress("Merging", snapshot.Opportunities));
        await using IBookWriter writer = await books.BeginAsync(cancellation);
        RepMerge merge = new(incoming, manifest.Sections, snapshots);
        Company before = await books.ReadCompanyAsync(cancellation);
        Company now = CompanyMerge.Merge(before, incoming, manifest.Sections);
        using RecordPile records = new(now.Persons());
        await new BookMerge(books, writer, incoming, merge, records).RunAsync(cancellation);
        await CompanyUpdate.RunAsync(books, writer, before, now, records, gone: null, cancellation);
        int writes = writer.Writes;
        if ((await books.SnapshotsAsync(cancellation)).Length != snapshots.Length || !(await books.ForgottenAsync(cancellation)).IsSameAs(forgotten))
        {
            throw BookMerge.Overtaken();
        }

        await writer.PublishAsync(snapshot, cancellation);
        return new IngestReport(IngestOutcome.Published, snapshot, counts.All, writes);
    }

    private static async Task<IncomingSnapshot> ReadAsync(
        ISnapshotSource source, SnapshotManifest manifest, Forgotten forgotten, SectionCounts counts, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        const int ReportEvery = 20_000;
        SnapshotAssembly assembly = new(manifest, counts, forgotten);
        try
        {
            int rows = 0;
            int reported = 0;
            await foreach (RowBatch batch in source.ReadAsync(assembly.Numbers, counts, cancellation))
            {
                assembly.Add(batch);
                rows += batch.Count;
                if (rows >= reported + ReportEvery)
                {
                    reported = rows;
                    progress?.Report(new IngestProgress("Reading", rows));
                }
            }

            return assembly.Complete();
        }
        catch
        {
            assembly.Dispose();
            throw;
        }
    }

    private static Snapshot Describe(SnapshotManifest manifest, IncomingSnapshot incoming, SectionCounts counts) => new(
        incoming.TakenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + manifest.ContentHash[..8],
        incoming.TakenAt,
        manifest.ContentHash,
        incoming.Count)
    {
        Sections = manifest.Sections,
        Stages = manifest.Stages,
        Quarantined = (int)Math.Min(int.MaxValue, counts.Quarantined),
        HasBookedActivities = incoming.HasBookedActivities,
        Unreadable = incoming.AnyCouldBeUnreadable ? [] : [.. incoming.Unreadable.Order()],
        AnyCouldBeUnreadable = incoming.AnyCouldBeUnreadable,
    };

    private static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <param name="Activity">What is being done, as a word for a progress line.</param>
/// <param name="Count">Rows or opportunities so far.</param>
public readonly record struct IngestProgress(string Activity, int Count);

/// <summary>What came of an ingest. read = loaded + quarantined + skipped + forgotten, in every section.</summary>
/// <param name="Writes">Documents written or removed besides the snapshot's own record.</param>
public sealed record IngestReport(IngestOutcome Outcome, Snapshot Snapshot, IReadOnlyList<SectionCount> Counts, int Writes)
{
    /// <summary>Why the breaker refused it; null otherwise.</summary>
    public string? Reason { get; init; }

    internal static IngestReport AlreadyThere(Snapshot snapshot) => new(IngestOutcome.AlreadyThere, snapshot, [], 0);
}

public enum IngestOutcome
{
    Published,
    AlreadyThere,
    Refused,
}
