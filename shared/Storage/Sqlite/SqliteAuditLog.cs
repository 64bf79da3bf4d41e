using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Sqlite;

/// <summary>The audit log in the embedded database.</summary>
public sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    internal const string Put = "INSERT OR REPLACE INTO audit (person_id, at, reader, what, body) VALUES ($person, $at, $reader, $what, $body)";

    public async Task WriteAsync(IReadOnlyCollection<AuditRecord> records, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction writing = connection.BeginTransaction(deferred: false);
        foreach (AuditRecord record in records)
        {
            await connection.ExecuteAsync(Put, Row(record), cancellation);
        }

        await writing.CommitAsync(cancellation);
    }

    public async Task<ImmutableArray<AuditRecord>> ReadAsync(PersonId whose, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return
        [
            .. await connection.ListAsync<AuditRecord>(
                "SELECT body FROM audit WHERE person_id = $person AND at >= $from AND at < $before ORDER BY at DESC, reader, what",
                [("$person", whose.Value), ("$from", from.ToSortable()), ("$before", before.ToSortable())],
                cancellation),
        ];
    }

    internal static (string Name, object Value)[] Row(AuditRecord record) =>
    [
        ("$person", record.Whose.Value), ("$at", record.At.ToSortable()), ("$reader", record.By.ToString()), ("$what", record.Key), ("$body", Json.Bytes(record)),
    ];
}
