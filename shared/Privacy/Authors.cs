using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Privacy;

/// <summary>Takes a person out of records that are about somebody else.</summary>
internal static class Authors
{
    /// <returns>Null where they signed nothing of it.</returns>
    public static JournalEntry? Without(JournalEntry entry, PersonId person) => entry.Written.Person == person || entry.Changed?.Person == person
        ? entry with { Written = Without(entry.Written, person), Changed = entry.Changed is { } changed ? Without(changed, person) : null }
        : null;

    public static AuditRecord Without(AuditRecord record, PersonId person) => record with { By = record.By with { Id = Tombstone.PseudonymOf(person) } };

    private static Signature Without(Signature signature, PersonId person) => signature.Person == person ? signature with { Person = null } : signature;
}
