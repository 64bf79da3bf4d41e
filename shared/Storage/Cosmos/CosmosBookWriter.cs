using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// One ingest's writes, as one generation. They are collected by partition and written in batches, several partitions at once;
/// nobody sees any of them before the manifest names the generation.
/// </summary>
/// <param name="begun">The manifest when the ingest began to read what it changes.</param>
/// <param name="mostPendingBytes">How much is kept in memory before it is written.</param>
internal sealed class CosmosBookWriter(
    Documents books, Documents people, Manifests manifests, IBookStore store, Versioned<Manifest> begun, int mostPendingBytes) : IBookWriter
{
    private const int PartitionsAtOnce = 8;

    private readonly Dictionary<(Documents Container, string Partition), Dictionary<string, Change>> _pending = [];
    private readonly HashSet<PersonId> _reps = [];
    private readonly HashSet<PersonId> _gone = [];
    private Versioned<Manifest>? _reserved;
    private int _pendingBytes;

    public int Writes { get; private set; }

    public Task PutAsync(Opportunity opportunity, CancellationToken cancellation) =>
        BookAsync(opportunity.Owner, Places.OpportunityOf(opportunity.Id), opportunity, opportunity.IsOpen, cancellation);

    public Task RemoveAsync(PersonId rep, OpportunityId opportunity, CancellationToken cancellation) =>
        BookAsync<Opportunity>(rep, Places.OpportunityOf(opportunity), null, null, cancellation);

    public Task PutAsync(BookHead head, CancellationToken cancellation)
    {
        _reps.Add(head.Rep);
        return BookAsync(head.Rep, Places.Head, head, null, cancellation);
    }

    public async Task RemoveHeadAsync(PersonId rep, CancellationToken cancellation)
    {
        _gone.Add(rep);
        await BookAsync<BookHead>(rep, Places.Head, null, null, cancellation);
        await PutSheetAsync(rep, null, cancellation);
    }

    public Task PutSheetAsync(PersonId rep, byte[]? sheet, CancellationToken cancellation) => BookAsync(
        rep, Places.Sheet, sheet is { Length: <= StoredSheet.MostBytes } ? new StoredSheet(sheet) : null, null, cancellation);

    public Task PutAsync(PoolId id, TrackRecord pool, CancellationToken cancellation) => SharedAsync(Places.PoolOf(id), pool, cancellation);

    public Task RemoveAsync(PoolId id, CancellationToken cancellation) => SharedAsync<TrackRecord>(Places.PoolOf(id), null, cancellation);

    public Task PutAsync(Company company, CancellationToken cancellation) => SharedAsync(Places.Company, company, cancellation);

    public Task PutAsync(Person person, CancellationToken cancellation) => PeopleAsync(person.Id, Places.Person, person, cancellation);

    public Task RemovePersonAsync(PersonId person, CancellationToken cancellation) => PeopleAsync<Person>(person, Places.Person, null, cancellation);

    public Task PutAsync(Team team, CancellationToken cancellation) => PeopleAsync(team.Manager, Places.Team, team, cancellation);

    public Task RemoveTeamAsync(PersonId manager, CancellationToken cancellation) => PeopleAsync<Team>(manager, Places.Team, null, cancellation);

    public async Task PublishAsync(Snapshot snapshot, CancellationToken cancellation) =>
        await manifests.PublishAsync(await CompleteAsync(cancellation), snapshot, cancellation);

    public async Task PublishAsync(Tombstone tombstone, CancellationToken cancellation) =>
        await manifests.PublishAsync(await CompleteAsync(cancellation), tombstone, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Versioned<Manifest>> CompleteAsync(CancellationToken cancellation)
    {
        await ListRepsAsync(cancellation);
        Versioned<Manifest> reserved = await ReserveAsync(cancellation);
        await FlushAsync(cancellation);
        return reserved;
    }

    private Task BookAsync<T>(PersonId rep, string id, T? value, bool? open, CancellationToken cancellation)
        where T : class => OneAsync(books, CosmosId.Of(rep.Value), id, value, open, cancellation);

    private Task PeopleAsync<T>(PersonId person, string id, T? value, CancellationToken cancellation)
        where T : class => OneAsync(people, CosmosId.Of(person.Value), id, value, null, cancellation);

    private async Task OneAsync<T>(Documents container, string partition, string id, T? value, bool? open, CancellationToken cancellation)
        where T : class
    {
        Edition edition = new()
        {
            Generation = (await ReserveAsync(cancellation)).Value.Reserved,
            Open = open,
            Text = value is null ? null : Json.Text(value),
        };
        Writes += Add(container, partition, id, null, edition) && id != Places.Sheet ? 1 : 0;
        await MakeRoomAsync(cancellation);
    }

    /// <param name="value">Null: it is gone. Then only its first page says so; the others are never looked at without it.</param>
    private async Task SharedAsync<T>(string name, T? value, CancellationToken cancellation)
        where T : class
    {
        Writes++;
        await PagesAsync(name, value, cancellation);
        await MakeRoomAsync(cancellation);
    }

    private async Task PagesAsync<T>(string name, T? value, CancellationToken cancellation)
        where T : class
    {
        long generation = (await ReserveAsync(cancellation)).Value.Reserved;
        if (value is null)
        {
            Add(books, Places.Shared, Paged.Id(name, 0), name, new Edition { Generation = generation });
            return;
        }

        IReadOnlyList<string> pages = Paged.Cut(Json.Text(value));
        for (int page = 0; page < pages.Count; page++)
        {
            Add(books, Places.Shared, Paged.Id(name, page), name, new Edition { Generation = generation, Pages = pages.Count, Text = pages[page] });
        }
    }

    /// <summary>Who has a book hardly ever changes, so the list is read only when heads were written.</summary>
    private async Task ListRepsAsync(CancellationToken cancellation)
    {
        if (_reps.Count + _gone.Count == 0)
        {
            return;
        }

        ImmutableArray<PersonId> known = await store.RepsAsync(cancellation);
        _reps.UnionWith(known);
        _reps.ExceptWith(_gone);
        if (!_reps.SetEquals(known))
        {
            await PagesAsync(Places.Reps, new RepList([.. _reps.Order()]), cancellation);
        }
    }

    /// <returns>False where it takes the place of one that was not yet written.</returns>
    private bool Add(Documents container, string partition, string id, string? name, Edition edition)
    {
        if (!_pending.TryGetValue((container, partition), out Dictionary<string, Change>? changes))
        {
            _pending[(container, partition)] = changes = [];
        }

        Change change = new(id, name, Json.Bytes(edition), edition.Text is null);
        bool isNew = !changes.ContainsKey(id);
        changes[id] = change;
        _pendingBytes += change.Edition.Length;
        return isNew;
    }

    private Task MakeRoomAsync(CancellationToken cancellation) => _pendingBytes > mostPendingBytes ? FlushAsync(cancellation) : Task.CompletedTask;

    private async Task FlushAsync(CancellationToken cancellation)
    {
        Manifest reserved = (await ReserveAsync(cancellation)).Value;
        PartitionWriter ofBooks = new(books, "repId", reserved);
        PartitionWriter ofPeople = new(people, "personId", reserved);
        ParallelOptions options = new() { MaxDegreeOfParallelism = PartitionsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(_pending, options, async (partition, stop) =>
        {
            PartitionWriter writer = partition.Key.Container == books ? ofBooks : ofPeople;
            await writer.WriteAsync(partition.Key.Partition, [.. partition.Value.Values], stop);
        });
        _pending.Clear();
        _pendingBytes = 0;
    }

    /// <summary>With the first write, so that a long merge that finds nothing new hinders nobody.</summary>
    private async Task<Versioned<Manifest>> ReserveAsync(CancellationToken cancellation) => _reserved ??= await manifests.ReserveAsync(begun, cancellation);
}
