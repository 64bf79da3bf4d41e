using System.Text;
using Microsoft.Data.Sqlite;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;

namespace OneOnOne.Tests.Builders;

/// <summary>The embedded store on a file of its own.</summary>
internal sealed class TempBooks : IQuarantine, IDisposable
{
    private static readonly string[] Tables = ["snapshots", "opportunities", "heads", "pools", "company", "people", "teams"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-books-");

    public TempBooks() => Store = new SqliteBookStore(SqliteDatabase.Open(File));

    public SqliteBookStore Store { get; }

    private string File => Path.Combine(_folder.FullName, "books.db");

    public Task<IngestReport> IngestAsync(ISnapshotSource source, IBookStore? through = null) =>
        new IngestStep(through ?? Store, TimeProvider.System, Unheard.Telemetry()).RunAsync(source, this, null, CancellationToken.None);

    public static async Task<string> AfterAsync(IEnumerable<ISnapshotSource> sources)
    {
        using TempBooks books = new();
        foreach (ISnapshotSource source in sources)
        {
            Assert.Equal(IngestOutcome.Published, (await books.IngestAsync(source)).Outcome);
        }

        return books.Dump();
    }

    /// <summary>Throws the sheets away behind the store's back.</summary>
    public void ForgetSheets()
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM sheets";
        command.ExecuteNonQuery();
    }

    /// <summary>Every row of every table that an ingest writes, but for the sheets, which depend on the order.</summary>
    public string Dump()
    {
        StringBuilder all = new();
        using SqliteConnection connection = new($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        foreach (string table in Tables)
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the names above.
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
#pragma warning restore CA2100
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                all.Append(table);
                for (int i = 0; i < reader.FieldCount; i++)
                {
                    all.Append(' ').Append(reader.GetValue(i) is byte[] body ? StoredText.Of(table, body) : reader.GetValue(i));
                }

                all.Append('\n');
            }
        }

        return all.ToString();
    }

    void IQuarantine.Add(QuarantinedRow row)
    {
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
