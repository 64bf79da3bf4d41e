using Microsoft.Azure.Cosmos;

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

    private CosmosStore(IBookStore books, IRunStore runs, IJournal journal) => (Books, Runs, Journal) = (books, runs, journal);

    public IBookStore Books { get; }

    public IRunStore Runs { get; }

    public IJournal Journal { get; }

    /// <param name="client">Made with <see cref="Options"/>.</param>
    /// <param name="writer">Names this process among all that write, and no other one ever.</param>
    public static CosmosStore Create(CosmosClient client, string database, string writer) => Create(client, database, writer, MostPendingBytes);

    internal static CosmosStore Create(CosmosClient client, string database, string writer, int mostPendingBytes)
    {
        Documents books = new(client.GetContainer(database, "books"));
        Documents people = new(client.GetContainer(database, "people"));
        return new CosmosStore(
            new CosmosBookStore(books, people, new Manifests(books), mostPendingBytes),
            new CosmosRunStore(new Documents(client.GetContainer(database, "runs")), writer),
            new CosmosJournal(people, writer));
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
