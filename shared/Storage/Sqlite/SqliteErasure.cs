using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Sqlite;

/// <summary>
/// Erases rows, and then their bytes: SQLite leaves what was deleted in free pages and in the write-ahead log until both are written
/// anew. One transaction a step, so that a crash leaves a step done or not begun.
/// </summary>
public sealed class SqliteErasure(SqliteDatabase database) : IErasure
{
    internal const string PutTombstone = "INSERT OR REPLACE INTO tombstones (mark, body) VALUES ($mark, $body)";

    /// <summary>By each column that can name a person; what is a run's goes with the runs.</summary>
    private static readonly string[] OfPerson =
    [
        "DELETE FROM opportunities WHERE rep_id = $id",
        "DELETE FROM heads WHERE rep_id = $id",
        "DELETE FROM sheets WHERE rep_id = $id",
        "DELETE FROM people WHERE person_id = $id",
        "DELETE FROM teams WHERE manager_id = $id",
        "DELETE FROM pools WHERE id = $pool",
        "DELETE FROM journal WHERE rep_id = $id",
        "DELETE FROM audit WHERE person_id = $id",
    ];

    private static readonly string[] OfRun =
    [
        "DELETE FROM findings WHERE run_id = $run",
        "DELETE FROM briefs WHERE run_id = $run",
        "DELETE FROM deliveries WHERE run_id = $run",
        "DELETE FROM delivery_events WHERE run_id = $run",
        "DELETE FROM dead_letters WHERE instr(CAST(body AS TEXT), $run) > 0",
        "DELETE FROM runs WHERE run_id = $run",
    ];

    public async Task<ImmutableArray<Tombstone>> TombstonesAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return [.. await connection.ListAsync<Tombstone>("SELECT body FROM tombstones ORDER BY mark", [], cancellation)];
    }

    public async Task PutAsync(Tombstone tombstone, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await connection.ExecuteAsync(PutTombstone, Row(tombstone), cancellation);
        if (tombstone.IsDone)
        {
            await WipeAsync(connection, cancellation); // It had the id in it until now.
        }
    }

    public async Task<bool> RemoveTombstoneAsync(string mark, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.ExecuteAsync("DELETE FROM tombstones WHERE mark = $mark", [("$mark", mark)], cancellation) == 1;
    }

    public async Task EraseAsync(PersonId person, IReadOnlyCollection<RunId> runs, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction writing = connection.BeginTransaction(deferred: false);
        foreach (string delete in OfPerson)
        {
            await connection.ExecuteAsync(delete, [("$id", person.Value), ("$pool", PoolId.Team(person).Value)], cancellation);
        }

        await RemoveAsync(connection, runs, cancellation);
        await UnsignAsync(connection, person, cancellation);
        await RenameAsync(connection, person, cancellation);
        await writing.CommitAsync(cancellation);
        await WipeAsync(connection, cancellation);
    }

    public async Task RemoveRunsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction writing = connection.BeginTransaction(deferred: false);
        await RemoveAsync(connection, runs, cancellation);
        await writing.CommitAsync(cancellation);
    }

    public async Task ExpireAsync(Expiry before, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        foreach ((string delete, DateTimeOffset instant) in new[]
        {
            ("DELETE FROM dead_letters WHERE at < $before", before.Runs),
            ("DELETE FROM journal WHERE in_force_until < $before", before.Journal),
            ("DELETE FROM audit WHERE at < $before", before.Audit),
        })
        {
            await connection.ExecuteAsync(delete, [("$before", instant.ToSortable())], cancellation);
        }
    }

    internal static (string Name, object Value)[] Row(Tombstone tombstone) => [("$mark", tombstone.Mark), ("$body", Json.Bytes(tombstone))];

    private static async Task RemoveAsync(SqliteConnection connection, IEnumerable<RunId> runs, CancellationToken cancellation)
    {
        foreach (RunId run in runs)
        {
            foreach (string delete in OfRun)
            {
                await connection.ExecuteAsync(delete, [("$run", run.Value)], cancellation);
            }
        }
    }

    /// <summary>What they wrote in other journals stays the reps'; that it was they who wrote it goes.</summary>
    private static async Task UnsignAsync(SqliteConnection connection, PersonId person, CancellationToken cancellation)
    {
        foreach (JournalEntry entry in await connection.ListAsync<JournalEntry>("SELECT body FROM journal", [], cancellation))
        {
            if (Authors.Without(entry, person) is { } unsigned)
            {
                await connection.ExecuteAsync(
                    "UPDATE journal SET etag = etag + 1, body = $body WHERE rep_id = $rep AND entry_id = $id",
                    [("$rep", entry.Rep.Value), ("$id", entry.Id.Value), ("$body", Json.Bytes(unsigned))],
                    cancellation);
            }
        }
    }

    private static async Task RenameAsync(SqliteConnection connection, PersonId person, CancellationToken cancellation)
    {
        Reader reader = new(ReaderKind.Person, person.Value);
        foreach (AuditRecord record in await connection.ListAsync<AuditRecord>("SELECT body FROM audit WHERE reader = $reader", [("$reader", reader.ToString())], cancellation))
        {
            await connection.ExecuteAsync("DELETE FROM audit WHERE person_id = $person AND at = $at AND reader = $reader AND what = $what", SqliteAuditLog.Row(record), cancellation);
            await connection.ExecuteAsync(SqliteAuditLog.Put, SqliteAuditLog.Row(Authors.Without(record, person)), cancellation);
        }
    }

    /// <summary>Writes the whole file anew without what was deleted, and empties the log that still has it.</summary>
    private static async Task WipeAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("VACUUM", [], cancellation);
        await using SqliteCommand checkpoint = connection.Command("PRAGMA wal_checkpoint(TRUNCATE)");
        await using SqliteDataReader reader = await checkpoint.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (reader.GetInt64(0) != 0)
        {
            throw new ConcurrencyException("Somebody reads the database, so its log cannot be emptied yet. Run the same command again.");
        }
    }
}
