using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

/// <summary>A store through which a test looks on, or pulls the plug.</summary>
internal sealed class HookedStore(IBookStore inner) : IBookStore
{
    /// <summary>Called before the n-th write (from 1; publishing is one too).</summary>
    public Action<int> BeforeWrite { get; init; } = _ => { };

    public Func<Task> BeforeBegin { get; init; } = () => Task.CompletedTask;

    /// <summary>Called with each book that is read.</summary>
    public Action<RepBook> AfterBook { get; init; } = _ => { };

    /// <summary>Called with each opportunity that is read by itself or with all of its book's.</summary>
    public Action<Opportunity> AfterOpportunity { get; init; } = _ => { };

    public Task<ImmutableArray<Snapshot>> SnapshotsAsync(CancellationToken cancellation) => inner.SnapshotsAsync(cancellation);

    public Task<Snapshot?> NewestSnapshotAsync(CancellationToken cancellation) => inner.NewestSnapshotAsync(cancellation);

    public async Task<RepBook?> ReadBookAsync(PersonId rep, PersonId? manager, CancellationToken cancellation)
    {
        RepBook? book = await inner.ReadBookAsync(rep, manager, cancellation);
        if (book is not null)
        {
            AfterBook(book);
        }

        return book;
    }

    public IAsyncEnumerable<Opportunity> ReadAllAsync(PersonId rep, CancellationToken cancellation) => Told(inner.ReadAllAsync(rep, cancellation));

    public IAsyncEnumerable<Opportunity> ReadAsync(PersonId rep, IReadOnlyCollection<OpportunityId> opportunities, CancellationToken cancellation) => Told(inner.ReadAsync(rep, opportunities, cancellation));

    public Task<byte[]?> ReadSheetAsync(PersonId rep, CancellationToken cancellation) => inner.ReadSheetAsync(rep, cancellation);

    public Task<ImmutableArray<PersonId>> RepsAsync(CancellationToken cancellation) => inner.RepsAsync(cancellation);

    public Task<BookHead?> ReadHeadAsync(PersonId rep, CancellationToken cancellation) => inner.ReadHeadAsync(rep, cancellation);

    public Task<TrackRecord?> ReadPoolAsync(PoolId pool, CancellationToken cancellation) => inner.ReadPoolAsync(pool, cancellation);

    public Task<Company> ReadCompanyAsync(CancellationToken cancellation) => inner.ReadCompanyAsync(cancellation);

    public Task<Person?> FindPersonAsync(PersonId person, CancellationToken cancellation) => inner.FindPersonAsync(person, cancellation);

    public Task<ImmutableArray<Person>> PeopleAsync(CancellationToken cancellation) => inner.PeopleAsync(cancellation);

    public Task<Team?> FindTeamAsync(PersonId manager, CancellationToken cancellation) => inner.FindTeamAsync(manager, cancellation);

    public Task<ImmutableArray<Team>> TeamsAsync(CancellationToken cancellation) => inner.TeamsAsync(cancellation);

    public Task<Forgotten> ForgottenAsync(CancellationToken cancellation) => inner.ForgottenAsync(cancellation);

    public async Task<IBookWriter> BeginAsync(CancellationToken cancellation)
    {
        await BeforeBegin();
        return new Writer(await inner.BeginAsync(cancellation), BeforeWrite);
    }

    private IAsyncEnumerable<Opportunity> Told(IAsyncEnumerable<Opportunity> opportunities) => opportunities.Select(opportunity =>
    {
        AfterOpportunity(opportunity);
        return opportunity;
    });

    private sealed class Writer(IBookWriter inner, Action<int> beforeWrite) : IBookWriter
    {
        private int _calls;

        public int Writes => inner.Writes;

        public Task PutAsync(Opportunity opportunity, CancellationToken cancellation) => Next(() => inner.PutAsync(opportunity, cancellation));

        public Task RemoveAsync(PersonId rep, OpportunityId opportunity, CancellationToken cancellation) => Next(() => inner.RemoveAsync(rep, opportunity, cancellation));

        public Task PutAsync(BookHead head, CancellationToken cancellation) => Next(() => inner.PutAsync(head, cancellation));

        public Task PutSheetAsync(PersonId rep, byte[]? sheet, CancellationToken cancellation) => Next(() => inner.PutSheetAsync(rep, sheet, cancellation));

        public Task RemoveHeadAsync(PersonId rep, CancellationToken cancellation) => Next(() => inner.RemoveHeadAsync(rep, cancellation));

        public Task PutAsync(PoolId id, TrackRecord pool, CancellationToken cancellation) => Next(() => inner.PutAsync(id, pool, cancellation));

        public Task RemoveAsync(PoolId id, CancellationToken cancellation) => Next(() => inner.RemoveAsync(id, cancellation));

        public Task PutAsync(Company company, CancellationToken cancellation) => Next(() => inner.PutAsync(company, cancellation));

        public Task PutAsync(Person person, CancellationToken cancellation) => Next(() => inner.PutAsync(person, cancellation));

        public Task RemovePersonAsync(PersonId person, CancellationToken cancellation) => Next(() => inner.RemovePersonAsync(person, cancellation));

        public Task PutAsync(Team team, CancellationToken cancellation) => Next(() => inner.PutAsync(team, cancellation));

        public Task RemoveTeamAsync(PersonId manager, CancellationToken cancellation) => Next(() => inner.RemoveTeamAsync(manager, cancellation));

        public Task PublishAsync(Snapshot snapshot, CancellationToken cancellation) => Next(() => inner.PublishAsync(snapshot, cancellation));

        public Task PublishAsync(Tombstone tombstone, CancellationToken cancellation) => Next(() => inner.PublishAsync(tombstone, cancellation));

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private Task Next(Func<Task> write)
        {
            beforeWrite(++_calls);
            return write();
        }
    }
}
