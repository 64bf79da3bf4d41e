using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage;

/// <summary>
/// Keeps the journals, one partition for each rep. What every implementation promises, and the contract suite checks: an id is created
/// once, a conditional write succeeds for exactly one of several writers, and nothing is lost but by <see cref="IErasure"/>.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// A rep's entries that were in force at <paramref name="since"/> or later (<see cref="JournalEntry.InForceUntil"/>), oldest
    /// first; with the smallest instant, all there ever were. One request.
    /// </summary>
    Task<ImmutableArray<Versioned<JournalEntry>>> ReadAsync(PersonId rep, DateTimeOffset since, CancellationToken cancellation);

    Task<Versioned<JournalEntry>?> FindAsync(PersonId rep, EntryId entry, CancellationToken cancellation);

    /// <returns>The stored entry, or null when the rep's journal has one with this id.</returns>
    Task<Versioned<JournalEntry>?> TryCreateAsync(JournalEntry entry, CancellationToken cancellation);

    /// <returns>The new version, or null when the entry changed since it was read.</returns>
    Task<Versioned<JournalEntry>?> TryReplaceAsync(Versioned<JournalEntry> entry, CancellationToken cancellation);
}
