using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage;

/// <summary>
/// Takes things out of the store for good, which no other port can. Everything here may be done twice, and be broken off midway and
/// done again. What every implementation promises, and the contract suite checks: nothing of the person is left that anybody could read,
/// by the ports or in the stored bytes.
/// </summary>
public interface IErasure
{
    Task<ImmutableArray<Tombstone>> TombstonesAsync(CancellationToken cancellation);

    /// <summary>Writes it, whether it is there or not.</summary>
    Task PutAsync(Tombstone tombstone, CancellationToken cancellation);

    /// <returns>False when there is none.</returns>
    Task<bool> RemoveTombstoneAsync(string mark, CancellationToken cancellation);

    /// <summary>
    /// Erases what is the person's: their book, record, team, journal, the records of who read it, and these runs; in what is others',
    /// their id as an author goes and as a reader becomes a pseudonym. The books have been published without them before.
    /// </summary>
    Task EraseAsync(PersonId person, IReadOnlyCollection<RunId> runs, CancellationToken cancellation);

    /// <summary>Erases runs with their findings, pairs, deliveries, events and the dead letters that name them.</summary>
    Task RemoveRunsAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellation);

    /// <summary>Erases what is older than it may be, runs apart.</summary>
    Task ExpireAsync(Expiry before, CancellationToken cancellation);
}

/// <summary>What ended, or was written down, before these instants is to go.</summary>
/// <param name="Journal">Entries that nobody needs any more since then; what is in force stays, however old.</param>
public sealed record Expiry(DateTimeOffset Runs, DateTimeOffset Journal, DateTimeOffset Audit);
