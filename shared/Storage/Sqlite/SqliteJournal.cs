using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Sqlite;

/// <summary>Journals in the embedded database. An ETag is a counter in the row.</summary>
public sealed class SqliteJournal(SqliteDatabase database) : IJournal
{
    private const string First = "1";

    private const string Select = "SELECT etag, body FROM journal WHERE ";

    public async Task<ImmutableArray<Versioned<JournalEntry>>> ReadAsync(PersonId rep, DateTimeOffset since, CancellationToken cancellation) =>
    [
        .. (await ReadAsync(Select + "rep_id = $rep AND (in_force_until IS NULL OR in_force_until >= $since)", [("$rep", rep.Value), ("$since", since.ToSortable())], cancellation))
            .OrderBy(entry => entry.Value.Written.At).ThenBy(entry => entry.Value.Id),
    ];

    public async Task<Versioned<JournalEntry>?> FindAsync(PersonId rep, EntryId entry, CancellationToken cancellation) =>
        (await ReadAsync(Select + "rep_id = $rep AND entry_id = $id", [("$rep", rep.Value), ("$id", entry.Value)], cancellation)).SingleOrDefault();

    public async Task<Versioned<JournalEntry>?> TryCreateAsync(JournalEntry entry, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        int created = await connection.ExecuteAsync(
            $"INSERT OR IGNORE INTO journal (rep_id, entry_id, in_force_until, etag, body) VALUES ($rep, $id, $until, {First}, $body)", Row(entry), cancellation);
        return created == 1 ? new Versioned<JournalEntry>(entry, First) : null;
    }

    public async Task<Versioned<JournalEntry>?> TryReplaceAsync(Versioned<JournalEntry> entry, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        long etag = long.Parse(entry.ETag, CultureInfo.InvariantCulture);
        int changed = await connection.ExecuteAsync(
            "UPDATE journal SET etag = etag + 1, in_force_until = $until, body = $body WHERE rep_id = $rep AND entry_id = $id AND etag = $etag",
            [.. Row(entry.Value), ("$etag", etag)],
            cancellation);
        return changed == 1 ? entry with { ETag = (etag + 1).ToString(CultureInfo.InvariantCulture) } : null;
    }

    private static (string Name, object Value)[] Row(JournalEntry entry) =>
    [
        ("$rep", entry.Rep.Value), ("$id", entry.Id.Value), ("$until", entry.InForceUntil is { } until ? until.ToSortable() : DBNull.Value), ("$body", Json.Bytes(entry)),
    ];

    private async Task<List<Versioned<JournalEntry>>> ReadAsync(string text, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteCommand command = connection.Command(text, parameters);
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellation);
        List<Versioned<JournalEntry>> found = [];
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new Versioned<JournalEntry>(Json.Read<JournalEntry>(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(0).ToString(CultureInfo.InvariantCulture)));
        }

        return found;
    }
}
