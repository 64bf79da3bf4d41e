using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage;

/// <summary>
/// Keeps books, people and snapshots. What every implementation promises, and the contract suite checks: a reader sees the
/// books as one published snapshot left them, never half of one; what was not published was never there.
/// </summary>
public interface IBookStore
{
    /// <summary>All published snapshots, oldest first.</summary>
    Task<ImmutableArray<Snapshot>> SnapshotsAsync(CancellationToken cancellation);

    /// <summary>The one with the latest instant, whenever it arrived; null before the first.</summary>
    Task<Snapshot?> NewestSnapshotAsync(CancellationToken cancellation);

    /// <summary>A rep's book for an analysis: open opportunities only. Null for a rep without a book.</summary>
    /// <param name="manager">Whose team's visits the rep's are compared to; null: nobody's.</param>
    Task<RepBook?> ReadBookAsync(PersonId rep, PersonId? manager, CancellationToken cancellation);

    /// <summary>Every opportunity of a rep's book, closed ones too, by id.</summary>
    IAsyncEnumerable<Opportunity> ReadAllAsync(PersonId rep, CancellationToken cancellation);

    /// <summary>Some opportunities of a rep's book; those that it does not have are left out.</summary>
    IAsyncEnumerable<Opportunity> ReadAsync(PersonId rep, IReadOnlyCollection<OpportunityId> opportunities, CancellationToken cancellation);

    /// <summary>What the last ingest wrote down of a rep's book for the next one; null where there is nothing. It may get lost at any time.</summary>
    Task<byte[]?> ReadSheetAsync(PersonId rep, CancellationToken cancellation);

    /// <summary>The reps that have a book.</summary>
    Task<ImmutableArray<PersonId>> RepsAsync(CancellationToken cancellation);

    Task<BookHead?> ReadHeadAsync(PersonId rep, CancellationToken cancellation);

    Task<TrackRecord?> ReadPoolAsync(PoolId pool, CancellationToken cancellation);

    Task<Company> ReadCompanyAsync(CancellationToken cancellation);

    Task<Person?> FindPersonAsync(PersonId person, CancellationToken cancellation);

    Task<ImmutableArray<Person>> PeopleAsync(CancellationToken cancellation);

    Task<Team?> FindTeamAsync(PersonId manager, CancellationToken cancellation);

    Task<ImmutableArray<Team>> TeamsAsync(CancellationToken cancellation);

    /// <summary>Whom the books must not take in.</summary>
    Task<Forgotten> ForgottenAsync(CancellationToken cancellation);

    /// <summary>Starts writing; nobody sees anything of it before it is published.</summary>
    Task<IBookWriter> BeginAsync(CancellationToken cancellation);
}

/// <summary>The writes of one ingest. Disposed without being published, it leaves no trace.</summary>
public interface IBookWriter : IAsyncDisposable
{
    /// <summary>Documents written or removed so far; sheets, which tell no reader anything, do not count.</summary>
    int Writes { get; }

    Task PutAsync(Opportunity opportunity, CancellationToken cancellation);

    /// <summary>Takes an opportunity out of a book that it has left for another one.</summary>
    Task RemoveAsync(PersonId rep, OpportunityId opportunity, CancellationToken cancellation);

    Task PutAsync(BookHead head, CancellationToken cancellation);

    /// <param name="sheet">Null: what there is says too much, or something wrong.</param>
    Task PutSheetAsync(PersonId rep, byte[]? sheet, CancellationToken cancellation);

    /// <summary>Takes a whole book out of sight, with its sheet; its opportunities are erased for good later.</summary>
    Task RemoveHeadAsync(PersonId rep, CancellationToken cancellation);

    Task PutAsync(PoolId id, TrackRecord pool, CancellationToken cancellation);

    Task RemoveAsync(PoolId id, CancellationToken cancellation);

    Task PutAsync(Company company, CancellationToken cancellation);

    Task PutAsync(Person person, CancellationToken cancellation);

    Task RemovePersonAsync(PersonId person, CancellationToken cancellation);

    Task PutAsync(Team team, CancellationToken cancellation);

    Task RemoveTeamAsync(PersonId manager, CancellationToken cancellation);

    /// <summary>Makes everything visible, together with the record of the snapshot that it came from.</summary>
    Task PublishAsync(Snapshot snapshot, CancellationToken cancellation);

    /// <summary>Makes everything visible, together with the record of the erasure that it is for.</summary>
    Task PublishAsync(Tombstone tombstone, CancellationToken cancellation);
}

/// <summary>Names a pool of stage visits: one team's or the company's.</summary>
public readonly record struct PoolId(string Value)
{
    public static PoolId Company { get; } = new("company");

    public static PoolId Team(PersonId manager) => new("team:" + manager.Value);
}
