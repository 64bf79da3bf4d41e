using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Books in Cosmos DB. Every query stays in one partition, and no lock is held: see docs/decisions/cosmos-visibility.md.</summary>
internal sealed class CosmosBookStore(Documents books, Documents people, Manifests manifests, int mostPendingBytes) : IBookStore
{
    /// <summary>
    /// Whatever was changed after the manifest was read comes along, open or not: else a deal that was closed meanwhile would be
    /// missing without a trace.
    /// </summary>
    private const string HeadAndOpenOnes =
        "SELECT * FROM c WHERE c.id = @head OR c.a.open = true OR c.b.open = true OR c.a.generation >= @unsettled OR c.b.generation >= @unsettled";

    private static readonly QueryDefinition AllOnes = new QueryDefinition("SELECT * FROM c WHERE STARTSWITH(c.id, @prefix)").WithParameter("@prefix", Places.Opportunity);

    /// <summary>A query has its limits; a rep on whom more than that came in at once is rare.</summary>
    private const int IdsAtOnce = 200;

    private readonly BookReader _reader = new(books, manifests);

    public Task<ImmutableArray<Snapshot>> SnapshotsAsync(CancellationToken cancellation) => _reader.ReadAsync(
        async () =>
        {
            (Manifest manifest, List<BookDocument> documents) = await _reader.SharedNowAsync([Places.Snapshot], cancellation);
            Dictionary<string, Snapshot> snapshots = documents.Where(document => document.Snapshot is not null).ToDictionary(document => document.Id, document => document.Snapshot!);
            return new View<ImmutableArray<Snapshot>>(
                manifest,
                [],
                () => [.. manifest.Published.Select(one => snapshots[Places.SnapshotOf(one.Generation)]).OrderBy(snapshot => snapshot.TakenAt)]);
        },
        cancellation);

    public async Task<Snapshot?> NewestSnapshotAsync(CancellationToken cancellation) => (await manifests.ReadAsync(cancellation)).Value.Newest;

    public Task<RepBook?> ReadBookAsync(PersonId rep, PersonId? manager, CancellationToken cancellation)
    {
        string company = Places.PoolOf(PoolId.Company);
        string? team = manager is null ? null : Places.PoolOf(PoolId.Team(manager.Value));
        return _reader.ReadAsync(
            async () =>
            {
                (Manifest manifest, List<BookDocument> pools) = await _reader.SharedNowAsync(team is null ? [company] : [company, team], cancellation);
                QueryDefinition query = new QueryDefinition(HeadAndOpenOnes).WithParameter("@head", Places.Head).WithParameter("@unsettled", manifest.FirstUnsettled);
                List<BookDocument> book = await books.QueryAsync<BookDocument>(query, CosmosId.Of(rep.Value), cancellation);
                return new View<RepBook?>(manifest, [.. pools.Where(document => document.Id != Places.Manifest), .. book], () => Book(manifest, pools, book, company, team));
            },
            cancellation);
    }

    public async IAsyncEnumerable<Opportunity> ReadAllAsync(PersonId rep, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // All of them first: one that was published meanwhile shows only then that the ones before it were another snapshot's.
        foreach (Opportunity opportunity in await OneAsync(
            () => books.QueryAsync<BookDocument>(AllOnes, CosmosId.Of(rep.Value), cancellation), (documents, manifest) => Opportunities(documents, manifest), cancellation))
        {
            yield return opportunity;
        }
    }

    public async IAsyncEnumerable<Opportunity> ReadAsync(PersonId rep, IReadOnlyCollection<OpportunityId> opportunities, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (OpportunityId[] some in opportunities.Chunk(IdsAtOnce))
        {
            QueryDefinition query = new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(@ids, c.id)").WithParameter("@ids", some.Select(Places.OpportunityOf).ToArray());
            foreach (Opportunity opportunity in await OneAsync(
                () => books.QueryAsync<BookDocument>(query, CosmosId.Of(rep.Value), cancellation), (documents, manifest) => Opportunities(documents, manifest), cancellation))
            {
                yield return opportunity;
            }
        }
    }

    public async Task<byte[]?> ReadSheetAsync(PersonId rep, CancellationToken cancellation) =>
        (await FindAsync<StoredSheet>(books, Places.Sheet, rep, cancellation))?.Bytes;

    public Task<ImmutableArray<PersonId>> RepsAsync(CancellationToken cancellation) =>
        _reader.SharedAsync((documents, manifest) => Paged.Read<RepList>(documents, Places.Reps, manifest)?.Reps ?? [], cancellation, Places.Reps);

    public Task<BookHead?> ReadHeadAsync(PersonId rep, CancellationToken cancellation) => FindAsync<BookHead>(books, Places.Head, rep, cancellation);

    public Task<TrackRecord?> ReadPoolAsync(PoolId pool, CancellationToken cancellation)
    {
        string name = Places.PoolOf(pool);
        return _reader.SharedAsync((documents, manifest) => Paged.Read<TrackRecord>(documents, name, manifest), cancellation, name);
    }

    public Task<Company> ReadCompanyAsync(CancellationToken cancellation) =>
        _reader.SharedAsync((documents, manifest) => Paged.Read<Company>(documents, Places.Company, manifest) ?? new Company(), cancellation, Places.Company);

    public Task<Person?> FindPersonAsync(PersonId person, CancellationToken cancellation) => FindAsync<Person>(people, Places.Person, person, cancellation);

    public async Task<ImmutableArray<Person>> PeopleAsync(CancellationToken cancellation) => [.. (await ReadCompanyAsync(cancellation)).Persons()];

    public Task<Team?> FindTeamAsync(PersonId manager, CancellationToken cancellation) => FindAsync<Team>(people, Places.Team, manager, cancellation);

    public async Task<ImmutableArray<Team>> TeamsAsync(CancellationToken cancellation) => [.. (await ReadCompanyAsync(cancellation)).Teams()];

    public async Task<Forgotten> ForgottenAsync(CancellationToken cancellation) => new(await new Tombstones(books).ReadAsync(cancellation));

    public async Task<IBookWriter> BeginAsync(CancellationToken cancellation) =>
        new CosmosBookWriter(books, people, manifests, this, await manifests.ReadAsync(cancellation), mostPendingBytes);

    private static RepBook? Book(Manifest manifest, List<BookDocument> pools, List<BookDocument> book, string company, string? team)
    {
        if (manifest.Newest is null || book.Find(document => document.Id == Places.Head)?.Read<BookHead>(manifest) is not { } head)
        {
            return null;
        }

        return new RepBook(head, [.. Opportunities(book, manifest).Where(opportunity => opportunity.IsOpen)], manifest.Newest)
        {
            Snapshots = [.. manifest.Published.Select(one => one.TakenAt).Order()],
            Team = team is null ? TrackRecord.Empty : Paged.Read<TrackRecord>(pools, team, manifest) ?? TrackRecord.Empty,
            Company = Paged.Read<TrackRecord>(pools, company, manifest) ?? TrackRecord.Empty,
        };
    }

    private static IEnumerable<Opportunity> Opportunities(List<BookDocument> documents, Manifest manifest) => documents
        .Where(document => document.Id.StartsWith(Places.Opportunity, StringComparison.Ordinal))
        .Select(document => document.Read<Opportunity>(manifest))
        .OfType<Opportunity>()
        .OrderBy(opportunity => opportunity.Id);

    private Task<T?> FindAsync<T>(Documents documents, string id, PersonId partition, CancellationToken cancellation)
        where T : class => OneAsync(
            async () => await documents.FindAsync<BookDocument>(id, CosmosId.Of(partition.Value), cancellation) is { } found ? [found] : [],
            (found, manifest) => found.Count == 0 ? null : found[0].Read<T>(manifest),
            cancellation);

    /// <summary>Of one partition. No manifest has to be read for it unless somebody is writing there, or has lately.</summary>
    private Task<T> OneAsync<T>(Func<Task<List<BookDocument>>> read, Func<List<BookDocument>, Manifest, T> value, CancellationToken cancellation) => _reader.ReadAsync(
        async () =>
        {
            Manifest manifest = manifests.Known;
            List<BookDocument> documents = await read();
            return new View<T>(manifest, documents, () => value(documents, manifest));
        },
        cancellation);
}
