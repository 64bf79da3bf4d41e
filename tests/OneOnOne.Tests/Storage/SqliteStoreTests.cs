using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly PipelineFolder _folder = new();

    public SqliteStoreTests()
    {
        SqliteDatabase database = SqliteDatabase.Open(_folder["books.db"]);
        Books = new SqliteBookStore(database);
        Runs = new SqliteRunStore(database);
    }

    protected override IBookStore Books { get; }

    protected override IRunStore Runs { get; }

    public void Dispose() => _folder.Dispose();
}
