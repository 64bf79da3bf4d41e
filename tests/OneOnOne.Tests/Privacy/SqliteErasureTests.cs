using System.Text;
using Microsoft.Data.Sqlite;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Privacy;

public sealed class SqliteErasureTests : ErasureContract, IDisposable
{
    private readonly PipelineFolder _folder = new();

    public SqliteErasureTests() => World = Start();

    internal override Leaver World { get; }

    /// <summary>
    /// A table that is made and that nobody thinks of here fails: either the world has nothing of him in it, or forgetting leaves it.
    /// </summary>
    [Fact]
    public async Task Every_table_names_him_before_and_none_does_after()
    {
        string[] notOfPeople = ["snapshots", "pools", "tombstones"];
        await World.FillAsync();
        Assert.Equal(Tables().Except(notOfPeople, StringComparer.Ordinal), await NamingAsync());
        await World.ForgetAsync();
        Assert.Empty(await NamingAsync());
    }

    protected override string Raw()
    {
        SqliteConnection.ClearAllPools();
        return string.Concat(Directory.EnumerateFiles(_folder.Root).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    public void Dispose()
    {
        World.Dispose();
        _folder.Dispose();
    }

    private Leaver Start()
    {
        SqliteDatabase database = SqliteDatabase.Open(_folder["oneonone.db"]);
        return new Leaver(new SqliteBookStore(database), new SqliteRunStore(database), new SqliteJournal(database), new SqliteAuditLog(database), new SqliteErasure(database));
    }

    private string[] Tables() => [.. Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")];

    /// <summary>By him, or by a run of his: the ledger names the run and the run names him.</summary>
    private async Task<string[]> NamingAsync()
    {
        string[] runs = [.. (await World.Get<OneOnOne.Privacy.PersonalData>().RunsAsync(Leaver.Zebulon, CancellationToken.None)).Select(run => run.Value)];
        return [.. Tables().Where(table => Array.Exists(Query($"SELECT CAST(body AS TEXT) FROM {table}"), row =>
            Leaver.Words.Concat(runs).Any(word => row.Contains(word, StringComparison.OrdinalIgnoreCase))))];
    }

    private string[] Query(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder["oneonone.db"]};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables, from the database itself.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }
}
