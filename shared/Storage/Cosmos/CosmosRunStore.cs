using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>The ledger in Cosmos DB. A run's documents share its partition; lists of runs have partitions of their own.</summary>
/// <param name="writer">Names this process among all that write.</param>
internal sealed class CosmosRunStore(Documents runs, string writer) : IRunStore
{
    private const int RunsAtOnce = 8;

    private static readonly QueryDefinition RunAndParts =
        new("SELECT c.id, c.runId, c.schema, c.kind, c.text, c.part, c.snapshotId, c._etag FROM c WHERE c.kind IN ('Run', 'Part')");

    private static readonly QueryDefinition Parts = new("SELECT * FROM c WHERE c.kind = 'Part'");
    private static readonly QueryDefinition Summary = new("SELECT * FROM c WHERE c.kind IN ('Run', 'Delivery', 'Event')");
    private static readonly QueryDefinition Everything = new("SELECT * FROM c");

    /// <summary>Days that are on the list of days for certain. They never leave it.</summary>
    private readonly ConcurrentDictionary<DateOnly, bool> _days = [];

    private readonly ConditionalWrites _writes = new(runs, writer);

    public async Task<bool> TryCreateAsync(Run run, CancellationToken cancellation)
    {
        // Listed first: a run that is on no list would never be seen, while an entry without a run is passed over.
        await ListAsync(run, cancellation);
        LedgerDocument document = Of(run) with { By = _writes.NextName() };
        Written written = await _writes.CreateAsync(document, cancellation);
        return written.Outcome is WriteOutcome.Done;
    }

    public async Task<RunState?> ReadAsync(RunId run, CancellationToken cancellation)
    {
        List<LedgerDocument> all = await runs.QueryAsync<LedgerDocument>(RunAndParts, Partition(run), cancellation);
        return all.Find(document => document.Kind is LedgerKind.Run) is { } found
            ? new RunState(
                new Versioned<Run>(found.Read<Run>(), found.ETag!),
                all.Where(document => document.Kind is LedgerKind.Part).ToImmutableSortedDictionary(document => document.Part!.Value, document => document.SnapshotId!))
            : null;
    }

    public async Task<bool> TryReplaceAsync(Versioned<Run> run, CancellationToken cancellation)
    {
        LedgerDocument document = Of(run.Value) with { By = _writes.NextName() };
        return (await _writes.ReplaceAsync(document, run.ETag, cancellation)).Outcome is WriteOutcome.Done;
    }

    public Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation) =>
        UpsertAsync(Of(run, $"part-{part.Part}", LedgerKind.Part) with { Part = part.Part, SnapshotId = part.SnapshotId, Findings = Json.Text(part) }, cancellation);

    public async Task<ImmutableArray<PartResult>> ReadPartsAsync(RunId run, CancellationToken cancellation) =>
        [.. (await runs.QueryAsync<LedgerDocument>(Parts, Partition(run), cancellation)).Select(document => document.Read<PartResult>()).OrderBy(part => part.Part.ToString(), StringComparer.Ordinal)];

    public async Task<bool> TryComposeAsync(Versioned<Run> run, BriefPair pair, ImmutableArray<Delivery> deliveries, CancellationToken cancellation)
    {
        RunId id = run.Value.Id;
        LedgerDocument composed = Of(run.Value) with { By = _writes.NextName() };
        Written written = await _writes.WriteAsync(
            composed,
            run.ETag,
            () => runs.BatchAsync(
                composed.RunId,
                batch =>
                {
                    batch.Replace(composed.Id, composed, run.ETag).Create(Of(id, Places.Pair, LedgerKind.Pair) with { Text = Json.Text(pair) });
                    foreach (Delivery delivery in deliveries)
                    {
                        batch.Create(Of(delivery));
                    }
                },
                cancellation),
            cancellation);
        return written.Outcome is WriteOutcome.Done;
    }

    public async Task<BriefPair?> ReadPairAsync(RunId run, CancellationToken cancellation) => (await FindAsync(run, Places.Pair, cancellation))?.Read<BriefPair>();

    public async Task<Versioned<Delivery>?> ReadDeliveryAsync(RunId run, Audience audience, CancellationToken cancellation) =>
        await FindAsync(run, DeliveryId(audience), cancellation) is { } found ? new Versioned<Delivery>(found.Read<Delivery>(), found.ETag!) : null;

    public async Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation)
    {
        LedgerDocument document = Of(delivery.Value) with { By = _writes.NextName() };
        return (await _writes.ReplaceAsync(document, delivery.ETag, cancellation)).ETag is { } etag ? delivery with { ETag = etag } : null;
    }

    public Task SaveAsync(DeliveryEvent happened, CancellationToken cancellation)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"event-{happened.Audience}-{happened.At.UtcTicks}-{happened.Kind}");
        return UpsertAsync(Of(happened.Run, id, LedgerKind.Event) with { Audience = happened.Audience, Text = Json.Text(happened) }, cancellation);
    }

    public async Task<ImmutableArray<DeliveryEvent>> EventsAsync(RunId run, Audience audience, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition("SELECT * FROM c WHERE c.kind = 'Event' AND c.audience = @audience").WithParameter("@audience", audience.ToString());
        return InOrder(await runs.QueryAsync<LedgerDocument>(query, Partition(run), cancellation));
    }

    public async Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellation)
    {
        List<LedgerDocument> all = await runs.QueryAsync<LedgerDocument>(Summary, Partition(run), cancellation);
        return all.Find(document => document.Kind is LedgerKind.Run)?.Read<Run>() is { } found
            ? new RunSummary(found, [.. Each<Delivery>(all, LedgerKind.Delivery).OrderBy(delivery => delivery.Audience)], InOrder(all))
            : null;
    }

    public async IAsyncEnumerable<RunSummary> ListAsync(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        QueryDefinition days = new QueryDefinition("SELECT * FROM c WHERE c.id >= @from AND c.id <= @to").WithParameter("@from", Day(from)).WithParameter("@to", Day(to));
        ParallelOptions options = new() { MaxDegreeOfParallelism = RunsAtOnce, CancellationToken = cancellation };
        ConcurrentBag<RunId> listed = [];
        await Parallel.ForEachAsync(await runs.QueryAsync<LedgerDocument>(days, Places.Days, cancellation), options, async (day, stop) =>
        {
            foreach (LedgerDocument entry in await runs.QueryAsync<LedgerDocument>(Everything, Places.RunsOf(day.Id), stop))
            {
                listed.Add(new RunId(entry.Text!));
            }
        });
        ConcurrentBag<RunSummary> found = [];
        await Parallel.ForEachAsync(listed, options, async (run, stop) =>
        {
            if (await FindAsync(run, stop) is { } summary)
            {
                found.Add(summary);
            }
        });
        foreach (RunSummary summary in found.OrderByDescending(one => one.Run.StartsAt).ThenBy(one => one.Run.Id.Value, StringComparer.Ordinal))
        {
            yield return summary;
        }
    }

    public Task SaveAsync(DeadLetter letter, CancellationToken cancellation) =>
        UpsertAsync(new LedgerDocument { Id = CosmosId.Of(letter.Id), RunId = Places.DeadLetters, Kind = LedgerKind.DeadLetter, Text = Json.Text(letter) }, cancellation);

    public async Task<ImmutableArray<DeadLetter>> DeadLettersAsync(CancellationToken cancellation) =>
    [
        .. (await runs.QueryAsync<LedgerDocument>(Everything, Places.DeadLetters, cancellation)).Select(document => document.Read<DeadLetter>())
            .OrderBy(letter => letter.At).ThenBy(letter => letter.Id, StringComparer.Ordinal),
    ];

    private static string Partition(RunId run) => CosmosId.Of(run.Value);

    private static string DeliveryId(Audience audience) => $"delivery-{audience}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static LedgerDocument Of(RunId run, string id, LedgerKind kind) => new() { Id = id, RunId = Partition(run), Kind = kind };

    private static LedgerDocument Of(Run run) => Of(run.Id, Places.Run, LedgerKind.Run) with { Text = Json.Text(run) };

    private static LedgerDocument Of(Delivery delivery) =>
        Of(delivery.Run, DeliveryId(delivery.Audience), LedgerKind.Delivery) with { Audience = delivery.Audience, Text = Json.Text(delivery) };

    private static IEnumerable<T> Each<T>(IEnumerable<LedgerDocument> documents, LedgerKind kind) => documents.Where(document => document.Kind == kind).Select(document => document.Read<T>());

    private static ImmutableArray<DeliveryEvent> InOrder(IEnumerable<LedgerDocument> documents) =>
    [
        .. Each<DeliveryEvent>(documents, LedgerKind.Event)
            .OrderBy(happened => happened.At).ThenBy(happened => happened.Audience).ThenBy(happened => happened.Kind.ToString(), StringComparer.Ordinal),
    ];

    private Task<LedgerDocument?> FindAsync(RunId run, string id, CancellationToken cancellation) => runs.FindAsync<LedgerDocument>(id, Partition(run), cancellation);

    private async Task ListAsync(Run run, CancellationToken cancellation)
    {
        string day = Day(run.On);
        if (!_days.ContainsKey(run.On))
        {
            await UpsertAsync(new LedgerDocument { Id = day, RunId = Places.Days, Kind = LedgerKind.Day }, cancellation);
            _days[run.On] = true;
        }

        await UpsertAsync(new LedgerDocument { Id = Partition(run.Id), RunId = Places.RunsOf(day), Kind = LedgerKind.Entry, Text = run.Id.Value }, cancellation);
    }

    /// <summary>Writes what may be written any number of times.</summary>
    private async Task UpsertAsync(LedgerDocument document, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < ConditionalWrites.Attempts; attempt++)
        {
            if ((await runs.UpsertAsync(document, document.RunId, cancellation)).Outcome is WriteOutcome.Done)
            {
                return;
            }
        }

        throw new ConcurrencyException("Cosmos DB did not take a write. The message comes again.");
    }
}
