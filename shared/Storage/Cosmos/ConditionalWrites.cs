using System.Globalization;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>A document whose writes are conditional, and each of which has a name.</summary>
internal interface INamedWrite
{
    string Id { get; }

    string Partition { get; }

    /// <summary>Names the one write that made it so: whose answer was lost can tell by it that it was written.</summary>
    string? By { get; }

    string? ETag { get; }
}

/// <summary>
/// Writes that succeed for exactly one of several writers. A refusal may be the answer to our own earlier success, of which the answer
/// was lost to us or to the SDK: the write's name in the document tells. What was lost on the way there is sent again, for as long as
/// the document is the one that was read. One thing cannot be told: who lost the answer, and whose version somebody else has replaced
/// before they looked, is refused like all others. Nobody acts on a win twice then; whoever reads next goes on from what is there.
/// </summary>
/// <param name="writer">Names this process among all that write.</param>
internal sealed class ConditionalWrites(Documents documents, string writer)
{
    /// <summary>How often a write is tried whose answer was lost.</summary>
    public const int Attempts = 5;

    private long _writes;

    /// <summary>A name that no other write has.</summary>
    public string NextName() => string.Create(CultureInfo.InvariantCulture, $"{writer}/{Interlocked.Increment(ref _writes)}");

    public Task<Written> CreateAsync<T>(T document, CancellationToken cancellation)
        where T : class, INamedWrite => WriteAsync(document, null, () => documents.CreateAsync(document, document.Partition, cancellation), cancellation);

    /// <param name="etag">The document's that was read.</param>
    public Task<Written> ReplaceAsync<T>(T document, string etag, CancellationToken cancellation)
        where T : class, INamedWrite => WriteAsync(document, etag, () => documents.ReplaceAsync(document, document.Id, document.Partition, etag, cancellation), cancellation);

    /// <param name="etag">The document's that was read; null: there should be none.</param>
    /// <param name="write">Writes this document, alone or with others.</param>
    public async Task<Written> WriteAsync<T>(T document, string? etag, Func<Task<Written>> write, CancellationToken cancellation)
        where T : class, INamedWrite
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Written written = await write();
            if (written.Outcome is WriteOutcome.Done)
            {
                return written;
            }

            T? stored = await documents.FindAsync<T>(document.Id, document.Partition, cancellation);
            if (stored?.By is { } by && by == document.By)
            {
                return new Written(WriteOutcome.Done, stored.ETag);
            }

            if (written.Outcome is WriteOutcome.Refused || stored?.ETag != etag)
            {
                return new Written(WriteOutcome.Refused);
            }
        }

        throw new ConcurrencyException("Cosmos DB did not say what became of a write. The message comes again and finds out.");
    }
}
