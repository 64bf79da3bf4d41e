using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage;

/// <summary>Keeps who read what, in one partition for each person who was read about. The same record twice is one.</summary>
public interface IAuditLog
{
    /// <summary>Durable when it returns.</summary>
    Task WriteAsync(IReadOnlyCollection<AuditRecord> records, CancellationToken cancellation);

    /// <summary>What was read of one person from one instant on and before another, newest first.</summary>
    Task<ImmutableArray<AuditRecord>> ReadAsync(PersonId whose, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellation);
}
