using System.Globalization;
using Microsoft.Data.Sqlite;
using OneOnOne.Ingest.Csv;
using OneOnOne.Storage.Sqlite;

namespace OneOnOne.Ingest.Connect;

/// <summary>
/// The records of a CRM as they were last read, in one SQLite file, so that only what changed has to be asked for and a read that was cut
/// off goes on: each page is written together with the cursor behind it. Nothing else knows what is in it; deleting the file costs one
/// full read. For one thread at a time.
/// </summary>
internal sealed class Mirror : IDisposable
{
    /// <summary>A file of another version is thrown away: the CRM has it all.</summary>
    private const int Version = 1;

    private readonly SqliteConnection _connection;

    private Mirror(SqliteConnection connection) => _connection = connection;

    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static Mirror Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Mirror mirror = new(connection);
            mirror.Prepare();
            return mirror;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new UserErrorException(SqliteTrouble.Explain(path, e), e);
        }
    }

    /// <summary>When the CRM gave the last answer of the last read that came to its end, by the CRM's clock.</summary>
    public DateTimeOffset? ReadAt => State("readAt") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    public void Dispose() => _connection.Dispose();

    /// <summary>A cursor, a watermark, or whatever else a connector has to remember; null where nothing is.</summary>
    public string? State(string name)
    {
        using SqliteCommand command = Command("SELECT value FROM state WHERE name = $name", ("$name", name));
        return command.ExecuteScalar() as string;
    }

    /// <summary>All records of a kind, by id. Whoever writes meanwhile goes on with what follows; whether it sees what was written is left open.</summary>
    public IEnumerable<MirrorRecord> Records(string kind) => Read(Command("SELECT id, parent, body FROM records WHERE kind = $kind ORDER BY id", ("$kind", kind)));

    /// <summary>All records of a kind that belong to another, grouped by that: by its id, then by their own.</summary>
    public IEnumerable<MirrorRecord> ByParent(string kind) =>
        Read(Command("SELECT id, parent, body FROM records WHERE kind = $kind AND parent IS NOT NULL ORDER BY parent, id", ("$kind", kind)));

    /// <summary>The records that belong to one other, by id.</summary>
    public IEnumerable<MirrorRecord> Of(string kind, string parent) =>
        Read(Command("SELECT id, parent, body FROM records INDEXED BY records_by_parent WHERE kind = $kind AND parent = $parent ORDER BY id", ("$kind", kind), ("$parent", parent)));

    /// <summary>What no reading of this number, or of a later one, has brought; by id.</summary>
    public IEnumerable<MirrorRecord> Before(string kind, long reading) =>
        Read(Command("SELECT id, parent, body FROM records WHERE kind = $kind AND reading < $reading ORDER BY id", ("$kind", kind), ("$reading", reading)));

    public MirrorRecord? Find(string kind, string id)
    {
        using SqliteCommand command = Command("SELECT id, parent, body FROM records WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? RecordOf(reader) : null;
    }

    public bool Has(string kind, string id)
    {
        using SqliteCommand command = Command("SELECT 1 FROM records WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));
        return command.ExecuteScalar() is not null;
    }

    public long Count(string kind)
    {
        using SqliteCommand command = Command("SELECT COUNT(*) FROM records WHERE kind = $kind", ("$kind", kind));
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Adds every record, in an order that does not depend on how it came here.</summary>
    public void AddTo(ContentHash hash)
    {
        using SqliteCommand command = Command("SELECT kind, id, body FROM records ORDER BY kind, id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            hash.Add(reader.GetString(0));
            hash.Add(reader.GetString(1));
            hash.Add(reader.GetFieldValue<byte[]>(2));
        }
    }

    /// <summary>One transaction: all of it is written, or nothing.</summary>
    public MirrorWrite Begin() => new(_connection);

    private static IEnumerable<MirrorRecord> Read(SqliteCommand command)
    {
        using (command)
        {
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                yield return RecordOf(reader);
            }
        }
    }

    private static MirrorRecord RecordOf(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetFieldValue<byte[]>(2));

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void Prepare()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;";
        command.ExecuteNonQuery();
        command.CommandText = "SELECT user_version FROM pragma_user_version";
        if ((long)command.ExecuteScalar()! == Version)
        {
            return;
        }

        command.CommandText = $"""
            BEGIN IMMEDIATE;
            DROP TABLE IF EXISTS records;
            DROP TABLE IF EXISTS state;
            CREATE TABLE records (
                kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT, reading INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
            CREATE INDEX records_by_parent ON records (kind, parent, id) WHERE parent IS NOT NULL;
            CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            PRAGMA user_version = {Version};
            COMMIT;
            """;
        command.ExecuteNonQuery();
    }
}

/// <summary>One record of a CRM.</summary>
/// <param name="Parent">The record that it belongs to, such as a history row's opportunity; null: none.</param>
/// <param name="Body">In a form of the connector's own. The same content has to be the same bytes: a snapshot's hash is made of them.</param>
internal readonly record struct MirrorRecord(string Id, string? Parent, byte[] Body);
