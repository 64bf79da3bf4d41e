using System.Collections.Immutable;
using Microsoft.Azure.Cosmos;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// Reads documents as one manifest shows them. A document that is being written, or was published after that manifest, gives itself
/// away by its generation; then the manifest is read again, and everything with it if the manifest has moved on.
/// </summary>
internal sealed class BookReader(Documents books, Manifests manifests)
{
    /// <summary>Each further attempt means that one more ingest was published while a few documents were read.</summary>
    private const int Attempts = 10;

    /// <param name="read">Reads everything anew.</param>
    /// <exception cref="ConcurrencyException">One snapshot after the other was published meanwhile.</exception>
    public async Task<T> ReadAsync<T>(Func<Task<View<T>>> read, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            View<T> view = await read();
            if (view.IsSettled)
            {
                return view.Value();
            }

            Manifest now = (await manifests.ReadAsync(cancellation)).Value;
            if (now.Publications == view.Manifest.Publications)
            {
                return view.Value(); // Somebody is writing, but nothing has been published since.
            }
        }

        throw new ConcurrencyException();
    }

    /// <summary>Things of the shared partition, of these names.</summary>
    public Task<T> SharedAsync<T>(Func<List<BookDocument>, Manifest, T> value, CancellationToken cancellation, params ImmutableArray<string> names) => ReadAsync(
        async () =>
        {
            Manifest manifest = manifests.Known;
            List<BookDocument> documents = await books.QueryAsync<BookDocument>(Named(names), Places.Shared, cancellation);
            return new View<T>(manifest, documents, () => value(documents, manifest));
        },
        cancellation);

    /// <summary>As above, with the manifest itself: from the same view of the partition, so that nothing newer can be missing.</summary>
    public async Task<(Manifest Manifest, List<BookDocument> Documents)> SharedNowAsync(ImmutableArray<string> names, CancellationToken cancellation)
    {
        Manifest? before = null;
        while (true)
        {
            List<List<BookDocument>> pages = await books.PagesAsync<BookDocument>(Named(names.Add(Places.Manifest)), Places.Shared, cancellation).ToListAsync(cancellation);
            List<BookDocument> documents = [.. pages.SelectMany(page => page)];
            Manifest found = documents.Find(document => document.Id == Places.Manifest)?.Manifest ?? Manifest.None;
            manifests.Saw(found);
            if (pages.Count <= 1 || before is not null)
            {
                return (before ?? found, documents);
            }

            // Several pages are no longer one view: the manifest of a later page may know more than an earlier page shows. One that was
            // read before all of them does not.
            before = found;
        }
    }

    private static QueryDefinition Named(ImmutableArray<string> names) =>
        new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(@names, c.name)").WithParameter("@names", names.ToArray());
}

/// <summary>Documents, and the manifest under which to understand them.</summary>
/// <param name="Value">Made only when it is known that nothing newer hides what this manifest shows.</param>
internal sealed record View<T>(Manifest Manifest, IReadOnlyList<BookDocument> Documents, Func<T> Value)
{
    public bool IsSettled => Documents.All(document => document.IsSettled(Manifest));
}
