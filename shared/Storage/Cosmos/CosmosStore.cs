using Microsoft.Azure.Cosmos;
using OneOnOne.Settings;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// The store in Cosmos DB. Nothing is called before the first read or write. The account must be strongly consistent: readers in
/// one process see what writers in another have published.
/// </summary>
public sealed class CosmosStore
{
    public const string DefaultDatabase = "oneonone";

    /// <summary>How much an ingest keeps in memory before it writes.</summary>
    internal const int MostPendingBytes = 8_000_000;

    private CosmosStore(IBookStore books, IRunStore runs, IJournal journal, IAuditLog audit, IErasure erasure) =>
        (Books, Runs, Journal, Audit, Erasure) = (books, runs, journal, audit, erasure);

    public IBookStore Books { get; }

    public IRunStore Runs { get; }

    public IJournal Journal { get; }

    public IAuditLog Audit { get; }

    public IErasure Erasure { get; }

    /// <param name="client">Made with <see cref="Options"/>.</param>
    /// <param name="writer">Names this process among all that write, and no other one ever.</param>
    /// <param name="retention">How long Cosmos DB itself keeps what expires by itself.</param>
    public static CosmosStore Create(CosmosClient client, string database, string writer, RetentionSettings retention) =>
        Create(client, database, writer, retention, MostPendingBytes);

    internal static CosmosStore Create(CosmosClient client, string database, string writer, RetentionSettings retention, int mostPendingBytes)
    {
        Documents books = new(client.GetContainer(database, "books"));
        Documents people = new(client.GetContainer(database, "people"));
        Documents runs = new(client.GetContainer(database, "runs"));
        Documents audit = new(client.GetContainer(database, "audit"));
        Manifests manifests = new(books);
        CosmosBookStore bookStore = new(books, people, manifests, mostPendingBytes);
        CosmosRunStore runStore = new(runs, writer);
        CosmosAuditLog auditLog = new(audit, retention.Audit);
        return new CosmosStore(
            bookStore,
            runStore,
            new CosmosJournal(people, writer),
            auditLog,
            new CosmosErasure(new Tombstones(books), new BookWipe(books, people, manifests, bookStore), new RunWipe(runs, runStore), new PeopleWipe(people, writer), auditLog, bookStore));
    }

    /// <summary>
    /// Gateway mode: instances that come and go all the time would spend their lives opening a connection to each replica, and
    /// port 443 is all that a network has to let through. A busy account is waited for; an ingest does so several times over.
    /// </summary>
    public static CosmosClientOptions Options() => new()
    {
        ApplicationName = "OneOnOne",
        ConnectionMode = ConnectionMode.Gateway,
        MaxRetryAttemptsOnRateLimitedRequests = 20,
        MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(30),
    };
}
