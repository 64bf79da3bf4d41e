using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Erases in Cosmos DB, partition by partition. No order can make that one step: the tombstone stays unfinished until all are through.</summary>
internal sealed class CosmosErasure(Tombstones tombstones, BookWipe books, RunWipe runs, PeopleWipe people, CosmosAuditLog audit, IBookStore store) : IErasure
{
    public Task<ImmutableArray<Tombstone>> TombstonesAsync(CancellationToken cancellation) => tombstones.ReadAsync(cancellation);

    public Task PutAsync(Tombstone tombstone, CancellationToken cancellation) => tombstones.PutAsync(tombstone, cancellation);

    public Task<bool> RemoveTombstoneAsync(string mark, CancellationToken cancellation) => tombstones.RemoveAsync(mark, cancellation);

    public async Task EraseAsync(PersonId person, IReadOnlyCollection<RunId> ofThem, CancellationToken cancellation)
    {
        await runs.RunAsync(ofThem, cancellation);
        await people.RemoveAsync(person, cancellation);
        await audit.RemoveAsync(person, cancellation);
        foreach (Person other in await store.PeopleAsync(cancellation))
        {
            await people.UnsignAsync(other.Id, person, cancellation);
            await audit.RenameAsync(other.Id, person, cancellation);
        }

        await books.RunAsync(person, cancellation);
    }

    public Task RemoveRunsAsync(IReadOnlyCollection<RunId> old, CancellationToken cancellation) => runs.RunAsync(old, cancellation);

    /// <summary>The audit log is not among it: its documents leave by themselves.</summary>
    public async Task ExpireAsync(Expiry before, CancellationToken cancellation)
    {
        await runs.ExpireAsync(before.Runs, cancellation);
        foreach (Person person in await store.PeopleAsync(cancellation))
        {
            await people.ExpireAsync(person.Id, before.Journal, cancellation);
        }
    }
}
