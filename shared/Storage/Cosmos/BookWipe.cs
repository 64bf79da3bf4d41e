using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// Takes the bytes of a person out of the books, once the books are published without them: their partition, and the editions that
/// readers no longer see. What a later ingest is writing at this moment knows of the tombstone and is left alone.
/// </summary>
internal sealed class BookWipe(Documents books, Documents people, Manifests manifests, IBookStore store)
{
    private static readonly QueryDefinition Everything = new("SELECT * FROM c");

    private static readonly QueryDefinition OfEverybody = new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(@names, c.name) OR STARTSWITH(c.name, @pools)")
        .WithParameter("@names", new[] { Places.Company, Places.Reps }).WithParameter("@pools", Places.Pools);

    private static readonly QueryDefinition PersonAndTeam = new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(@ids, c.id)")
        .WithParameter("@ids", new[] { Places.Person, Places.Team });

    public async Task RunAsync(PersonId person, CancellationToken cancellation)
    {
        string own = CosmosId.Of(person.Value);
        foreach (DocumentId document in await books.QueryAsync<DocumentId>(new QueryDefinition("SELECT c.id FROM c"), own, cancellation))
        {
            await Repeated.WriteAsync(() => books.DeleteAsync(document.Id, own, cancellation));
        }

        Manifest manifest = (await manifests.ReadAsync(cancellation)).Value;
        await SharedAsync(manifest, cancellation);
        string id = Json.Text(person);
        foreach (PersonId rep in await store.RepsAsync(cancellation))
        {
            await OthersAsync(books, Everything, rep, id, manifest, cancellation);
        }

        foreach (Person other in await store.PeopleAsync(cancellation))
        {
            await OthersAsync(people, PersonAndTeam, other.Id, id, manifest, cancellation);
        }
    }

    /// <summary>The list of people is cut into pages anew each time, so whatever edition nobody sees may have had the person.</summary>
    private async Task SharedAsync(Manifest manifest, CancellationToken cancellation)
    {
        foreach (IGrouping<string, BookDocument> thing in (await books.QueryAsync<BookDocument>(OfEverybody, Places.Shared, cancellation)).GroupBy(document => document.Name!, StringComparer.Ordinal))
        {
            int pages = thing.FirstOrDefault(document => document.Id == Paged.Id(thing.Key, 0))?.Visible(manifest)?.Pages ?? 0;
            HashSet<string> seen = [.. Enumerable.Range(0, pages).Select(page => Paged.Id(thing.Key, page))];
            foreach (BookDocument document in thing)
            {
                await TrimAsync(books, Places.Shared, document, seen.Contains(document.Id) ? document.Visible(manifest) : null, manifest, cancellation);
            }
        }
    }

    private static async Task OthersAsync(Documents container, QueryDefinition query, PersonId other, string id, Manifest manifest, CancellationToken cancellation)
    {
        string partition = CosmosId.Of(other.Value);
        foreach (BookDocument document in await container.QueryAsync<BookDocument>(query, partition, cancellation))
        {
            // A deal that has left this book may have gone into theirs.
            Edition? visible = document.Visible(manifest);
            if (visible is null || Editions(document).Any(edition => edition != visible && edition.Text?.Contains(id, StringComparison.Ordinal) == true))
            {
                await TrimAsync(container, partition, document, visible, manifest, cancellation);
            }
        }
    }

    private static IEnumerable<Edition> Editions(BookDocument document) => new[] { document.A, document.B }.OfType<Edition>();

    /// <summary>Keeps the edition that readers see, and one that is being written.</summary>
    private static async Task TrimAsync(Documents container, string partition, BookDocument document, Edition? visible, Manifest manifest, CancellationToken cancellation)
    {
        Edition? Kept(Edition? edition) => edition is not null && (edition == visible || edition.Generation >= manifest.FirstUnsettled) ? edition : null;
        BookDocument trimmed = document with { A = Kept(document.A), B = Kept(document.B), ETag = null };
        if (trimmed.A == document.A && trimmed.B == document.B)
        {
            return;
        }

        Written written = trimmed.A is null && trimmed.B is null
            ? await Repeated.WriteAsync(() => container.DeleteAsync(document.Id, partition, document.ETag!, cancellation))
            : await Repeated.WriteAsync(() => container.ReplaceAsync(trimmed, document.Id, partition, document.ETag!, cancellation));
        if (written.Outcome is WriteOutcome.Refused && await container.FindAsync<BookDocument>(document.Id, partition, cancellation) is { } now && now.ETag != document.ETag && !IsTrimmed(now, trimmed))
        {
            throw new ConcurrencyException();
        }
    }

    /// <summary>Our own write, of which the answer was lost.</summary>
    private static bool IsTrimmed(BookDocument now, BookDocument trimmed) => now.A == trimmed.A && now.B == trimmed.B;
}
