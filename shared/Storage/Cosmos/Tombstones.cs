using System.Collections.Immutable;
using Microsoft.Azure.Cosmos;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Tombstones, in the shared partition of the books: one is published together with the manifest that its erasure changes.</summary>
internal sealed class Tombstones(Documents books)
{
    private static readonly QueryDefinition All = new QueryDefinition("SELECT * FROM c WHERE c.name = @name").WithParameter("@name", Places.Tombstone);

    public static BookDocument Document(Tombstone tombstone) =>
        new() { Id = IdOf(tombstone.Mark), RepId = Places.Shared, Name = Places.Tombstone, Tombstone = tombstone };

    public async Task<ImmutableArray<Tombstone>> ReadAsync(CancellationToken cancellation) =>
    [
        .. (await books.QueryAsync<BookDocument>(All, Places.Shared, cancellation)).Select(document => document.Tombstone!).OrderBy(one => one.Mark, StringComparer.Ordinal),
    ];

    public Task PutAsync(Tombstone tombstone, CancellationToken cancellation) => Repeated.WriteAsync(() => books.UpsertAsync(Document(tombstone), Places.Shared, cancellation));

    public async Task<bool> RemoveAsync(string mark, CancellationToken cancellation)
    {
        bool there = await books.FindAsync<BookDocument>(IdOf(mark), Places.Shared, cancellation) is not null;
        await Repeated.WriteAsync(() => books.DeleteAsync(IdOf(mark), Places.Shared, cancellation));
        return there;
    }

    private static string IdOf(string mark) => $"{Places.Tombstone}-{mark}";
}

/// <summary>Writes that may be made any number of times.</summary>
internal static class Repeated
{
    /// <exception cref="ConcurrencyException">The account stayed too busy, or too ill, to answer.</exception>
    public static async Task<Written> WriteAsync(Func<Task<Written>> write)
    {
        for (int attempt = 0; attempt < ConditionalWrites.Attempts; attempt++)
        {
            Written written = await write();
            if (written.Outcome is not WriteOutcome.Unknown)
            {
                return written;
            }
        }

        throw new ConcurrencyException("Cosmos DB did not take a write. It is made again with the next attempt.");
    }
}
