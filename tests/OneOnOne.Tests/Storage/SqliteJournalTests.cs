using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private readonly PipelineFolder _folder = new();

    public SqliteJournalTests() => Journal = new SqliteJournal(SqliteDatabase.Open(_folder["journal.db"]));

    protected override IJournal Journal { get; }

    public void Dispose() => _folder.Dispose();
}
