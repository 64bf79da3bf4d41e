using Microsoft.Data.Sqlite;

namespace OneOnOne.Storage.Sqlite;

/// <summary>
/// The embedded store's one file. Write-ahead logging lets readers go on while somebody writes; every commit is synced, because
/// the send protocol rests on what was written before a mail went out.
/// </summary>
public sealed class SqliteDatabase
{
    /// <summary>Raised with every change of the tables or of what their records hold. A file of a newer one belongs to a newer program.</summary>
    internal const int SchemaVersion = 7;

    private const int BusySeconds = 30;

    private readonly string _connectionString;

    private SqliteDatabase(string path) => _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = BusySeconds,
    }.ToString();

    /// <exception cref="UserErrorException">The file cannot be opened, is no database, or is of a newer program.</exception>
    public static SqliteDatabase Open(string path)
    {
        SqliteDatabase database = new(path);
        try
        {
            using SqliteConnection connection = database.Connect();
            Prepare(connection, path);
        }
        catch (SqliteException e)
        {
            throw new UserErrorException(SqliteTrouble.Explain(path, e), e);
        }

        return database;
    }

    internal SqliteConnection Connect()
    {
        SqliteConnection connection = new(_connectionString);
        connection.Open();
        using SqliteCommand pragma = connection.CreateCommand();
        pragma.CommandText = "PRAGMA synchronous = FULL;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT user_version, (SELECT COUNT(*) FROM sqlite_master), (SELECT COUNT(*) FROM sqlite_master WHERE name = 'deliveries') FROM pragma_user_version";
        long version;
        bool foreign;
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            reader.Read();
            version = reader.GetInt64(0);
            foreign = reader.GetInt64(1) > 0 && reader.GetInt64(2) == 0; // Tables, and not ours: somebody else's data.
        }

        if (foreign)
        {
            throw new UserErrorException(SqliteTrouble.NotOurs(path));
        }

        if (version > SchemaVersion)
        {
            throw new UserErrorException(
                $"{path} was written by a newer version of this program (schema {version}; this one knows {SchemaVersion}). Update the program, or choose another folder with --data.");
        }

        if (version == SchemaVersion)
        {
            return;
        }

        command.CommandText = $"PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; {Tables} PRAGMA user_version = {SchemaVersion}; COMMIT;";
        command.ExecuteNonQuery();
    }

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS snapshots (id TEXT PRIMARY KEY, taken_at TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS opportunities (
            rep_id TEXT NOT NULL, opportunity_id TEXT NOT NULL, is_open INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (rep_id, opportunity_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS open_opportunities ON opportunities (rep_id) WHERE is_open;
        CREATE TABLE IF NOT EXISTS heads (rep_id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS sheets (rep_id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS pools (id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS company (id INTEGER PRIMARY KEY CHECK (id = 1), body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS people (person_id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS teams (manager_id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS runs (run_id TEXT PRIMARY KEY, starts_at TEXT NOT NULL, etag INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS findings (run_id TEXT NOT NULL, part TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run_id, part)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS briefs (run_id TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS deliveries (run_id TEXT NOT NULL, audience TEXT NOT NULL, etag INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run_id, audience)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS delivery_events (
            run_id TEXT NOT NULL, audience TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (run_id, audience, at, kind)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS journal (
            rep_id TEXT NOT NULL, entry_id TEXT NOT NULL, in_force_until TEXT, etag INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (rep_id, entry_id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dead_letters (id TEXT PRIMARY KEY, at TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS audit (
            person_id TEXT NOT NULL, at TEXT NOT NULL, reader TEXT NOT NULL, what TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (person_id, at, reader, what)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS tombstones (mark TEXT PRIMARY KEY, body BLOB NOT NULL);
        """;
}
