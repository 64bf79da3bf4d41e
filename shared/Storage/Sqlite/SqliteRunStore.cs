using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Sqlite;

/// <summary>The ledger in the embedded database. An ETag is a counter in the row; a conditional write names the one it saw.</summary>
public sealed class SqliteRunStore(SqliteDatabase database) : IRunStore
{
    private const string ReplaceRun = "UPDATE runs SET etag = etag + 1, starts_at = $starts, body = $body WHERE run_id = $id AND etag = $etag";

    public async Task<bool> TryCreateAsync(Run run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.ExecuteAsync(
            "INSERT OR IGNORE INTO runs (run_id, starts_at, etag, body) VALUES ($id, $starts, 1, $body)",
            [("$id", run.Id.Value), ("$starts", run.StartsAt.ToSortable()), ("$body", Json.Bytes(run))],
            cancellation) == 1;
    }

    public async Task<RunState?> ReadAsync(RunId run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction reading = connection.BeginTransaction(deferred: true);
        Versioned<Run>? record = await FindAsync<Run>(connection, "SELECT etag, body FROM runs WHERE run_id = $id", [("$id", run.Value)], cancellation);
        return record is null
            ? null
            : new RunState(record, (await PartsAsync(connection, run, cancellation)).ToImmutableSortedDictionary(part => part.Part, part => part.SnapshotId));
    }

    public async Task<bool> TryReplaceAsync(Versioned<Run> run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await ReplaceAsync(connection, run, cancellation);
    }

    public async Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await connection.ExecuteAsync(
            "INSERT OR REPLACE INTO findings (run_id, part, body) VALUES ($run, $part, $body)",
            [("$run", run.Value), ("$part", part.Part.ToString()), ("$body", Json.Bytes(part))],
            cancellation);
    }

    public async Task<ImmutableArray<PartResult>> ReadPartsAsync(RunId run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return [.. await PartsAsync(connection, run, cancellation)];
    }

    public async Task<bool> TryComposeAsync(Versioned<Run> run, BriefPair pair, ImmutableArray<Delivery> deliveries, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction writing = connection.BeginTransaction(deferred: false);
        if (!await ReplaceAsync(connection, run, cancellation))
        {
            return false;
        }

        await connection.ExecuteAsync("INSERT INTO briefs (run_id, body) VALUES ($id, $body)", [("$id", run.Value.Id.Value), ("$body", Json.Bytes(pair))], cancellation);
        foreach (Delivery delivery in deliveries)
        {
            await connection.ExecuteAsync(
                "INSERT INTO deliveries (run_id, audience, etag, body) VALUES ($run, $audience, 1, $body)",
                [("$run", delivery.Run.Value), ("$audience", delivery.Audience.ToString()), ("$body", Json.Bytes(delivery))],
                cancellation);
        }

        await writing.CommitAsync(cancellation);
        return true;
    }

    public async Task<BriefPair?> ReadPairAsync(RunId run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<BriefPair>("SELECT body FROM briefs WHERE run_id = $id", [("$id", run.Value)], cancellation);
    }

    public async Task<Versioned<Delivery>?> ReadDeliveryAsync(RunId run, Audience audience, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await FindAsync<Delivery>(
            connection, "SELECT etag, body FROM deliveries WHERE run_id = $run AND audience = $audience", [("$run", run.Value), ("$audience", audience.ToString())], cancellation);
    }

    public async Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        long etag = long.Parse(delivery.ETag, CultureInfo.InvariantCulture);
        int changed = await connection.ExecuteAsync(
            "UPDATE deliveries SET etag = etag + 1, body = $body WHERE run_id = $run AND audience = $audience AND etag = $etag",
            [("$run", delivery.Value.Run.Value), ("$audience", delivery.Value.Audience.ToString()), ("$etag", etag), ("$body", Json.Bytes(delivery.Value))],
            cancellation);
        return changed == 1 ? delivery with { ETag = (etag + 1).ToString(CultureInfo.InvariantCulture) } : null;
    }

    public async Task SaveAsync(DeliveryEvent happened, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await connection.ExecuteAsync(
            "INSERT OR REPLACE INTO delivery_events (run_id, audience, at, kind, body) VALUES ($run, $audience, $at, $kind, $body)",
            [
                ("$run", happened.Run.Value), ("$audience", happened.Audience.ToString()), ("$at", happened.At.ToSortable()), ("$kind", happened.Kind.ToString()),
                ("$body", Json.Bytes(happened)),
            ],
            cancellation);
    }

    public async Task<ImmutableArray<DeliveryEvent>> EventsAsync(RunId run, Audience audience, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return
        [
            .. await connection.ListAsync<DeliveryEvent>(
                "SELECT body FROM delivery_events WHERE run_id = $run AND audience = $audience ORDER BY at, kind", [("$run", run.Value), ("$audience", audience.ToString())], cancellation),
        ];
    }

    public async Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<Run>("SELECT body FROM runs WHERE run_id = $id", [("$id", run.Value)], cancellation) is { } found
            ? await SummaryAsync(connection, found, cancellation)
            : null;
    }

    public async IAsyncEnumerable<RunSummary> ListAsync(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        foreach (Run run in await connection.ListAsync<Run>(
            "SELECT body FROM runs WHERE CAST(body AS TEXT) ->> '$.on' BETWEEN $from AND $to ORDER BY starts_at DESC, run_id",
            [("$from", Day(from)), ("$to", Day(to))],
            cancellation))
        {
            yield return await SummaryAsync(connection, run, cancellation);
        }
    }

    public async Task SaveAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await connection.ExecuteAsync(
            "INSERT OR REPLACE INTO dead_letters (id, at, body) VALUES ($id, $at, $body)",
            [("$id", letter.Id), ("$at", letter.At.ToSortable()), ("$body", Json.Bytes(letter))],
            cancellation);
    }

    public async Task<ImmutableArray<DeadLetter>> DeadLettersAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return [.. await connection.ListAsync<DeadLetter>("SELECT body FROM dead_letters ORDER BY at, id", [], cancellation)];
    }

    private static ValueTask<List<PartResult>> PartsAsync(SqliteConnection connection, RunId run, CancellationToken cancellation) =>
        connection.ListAsync<PartResult>("SELECT body FROM findings WHERE run_id = $run ORDER BY part", [("$run", run.Value)], cancellation);

    private static async Task<RunSummary> SummaryAsync(SqliteConnection connection, Run run, CancellationToken cancellation) => new(
        run,
        [.. await connection.ListAsync<Delivery>("SELECT body FROM deliveries WHERE run_id = $run ORDER BY audience", [("$run", run.Id.Value)], cancellation)],
        [.. await connection.ListAsync<DeliveryEvent>("SELECT body FROM delivery_events WHERE run_id = $run ORDER BY at, audience, kind", [("$run", run.Id.Value)], cancellation)]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<bool> ReplaceAsync(SqliteConnection connection, Versioned<Run> run, CancellationToken cancellation) =>
        await connection.ExecuteAsync(
            ReplaceRun,
            [("$id", run.Value.Id.Value), ("$starts", run.Value.StartsAt.ToSortable()), ("$etag", long.Parse(run.ETag, CultureInfo.InvariantCulture)), ("$body", Json.Bytes(run.Value))],
            cancellation) == 1;

    private static async Task<Versioned<T>?> FindAsync<T>(SqliteConnection connection, string text, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        await using SqliteCommand command = connection.Command(text, parameters);
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Versioned<T>(Json.Read<T>(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(0).ToString(CultureInfo.InvariantCulture))
            : null;
    }
}
