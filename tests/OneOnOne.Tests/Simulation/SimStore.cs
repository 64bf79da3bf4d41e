using Microsoft.Azure.Cosmos;
using Microsoft.Data.Sqlite;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Simulation;

internal sealed record SimStores(IBookStore Books, IRunStore Runs, IJournal Journal);

/// <summary>The real store of one run, with the first snapshot in it.</summary>
internal abstract class SimStore : IDisposable
{
    public static SimStore Of(SimStoreKind kind) => kind == SimStoreKind.Sqlite ? new Sqlite() : new InCosmos();

    /// <summary>As a process sees it that begins.</summary>
    public abstract SimStores Start(string worker);

    public abstract void Dispose();

    public static Task IngestAsync(IBookStore books, ISnapshotSource source) =>
        new IngestStep(books, TimeProvider.System, Unheard.Telemetry()).RunAsync(source, new NothingIsBad(), null, CancellationToken.None);

    private sealed class Sqlite : SimStore
    {
        private static readonly Lazy<byte[]> Template = new(Make);

        private readonly PipelineFolder _folder;
        private readonly string _file;
        private readonly SqliteDatabase _database;

        public Sqlite()
        {
            _folder = new PipelineFolder();
            _file = _folder["books.db"];
            File.WriteAllBytes(_file, Template.Value);
            _database = SqliteDatabase.Open(_file);
        }

        public override SimStores Start(string worker) => new(new SqliteBookStore(_database), new SqliteRunStore(_database), new SqliteJournal(_database));

        public override void Dispose()
        {
            Close(_database);
            Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
        }

        private static void Close(SqliteDatabase database)
        {
            using SqliteConnection connection = database.Connect();
            SqliteConnection.ClearPool(connection);
        }

        private static byte[] Make()
        {
            using PipelineFolder folder = new();
            SqliteDatabase database = SqliteDatabase.Open(folder["books.db"]);
            IngestAsync(new SqliteBookStore(database), new SimCompany(SimCompany.Base)).GetAwaiter().GetResult();
            Close(database);
            return File.ReadAllBytes(folder["books.db"]);
        }
    }

    private sealed class InCosmos : SimStore
    {
        private readonly CosmosGateway _gateway = new();
        private readonly CosmosClient _client;

        public InCosmos()
        {
            _gateway.CreateAsync().GetAwaiter().GetResult();
            _client = _gateway.Client(CosmosStore.Options());
            IngestAsync(Start("first").Books, new SimCompany(SimCompany.Base)).GetAwaiter().GetResult();
        }

        public override SimStores Start(string worker)
        {
            CosmosStore store = CosmosStore.Create(_client, CosmosStore.DefaultDatabase, worker, new RetentionSettings());
            return new SimStores(store.Books, store.Runs, store.Journal);
        }

        public override void Dispose() => _gateway.Dispose();
    }
}
