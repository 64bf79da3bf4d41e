using System.Collections.Immutable;
using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Journals in Cosmos DB, beside the people that they are about.</summary>
internal sealed class CosmosJournal(Documents people, string writer) : IJournal
{
    private const string InForce = "SELECT * FROM c WHERE STARTSWITH(c.id, @prefix) AND (NOT IS_DEFINED(c.inForceUntil) OR c.inForceUntil >= @since)";

    private readonly ConditionalWrites _writes = new(people, writer);

    public async Task<ImmutableArray<Versioned<JournalEntry>>> ReadAsync(PersonId rep, DateTimeOffset since, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition(InForce).WithParameter("@prefix", Places.Entry).WithParameter("@since", since.ToSortable());
        List<JournalDocument> found = await people.QueryAsync<JournalDocument>(query, CosmosId.Of(rep.Value), cancellation);
        return [.. found.Select(Read).OrderBy(entry => entry.Value.Written.At).ThenBy(entry => entry.Value.Id)];
    }

    public async Task<Versioned<JournalEntry>?> FindAsync(PersonId rep, EntryId entry, CancellationToken cancellation) =>
        await people.FindAsync<JournalDocument>(Places.EntryOf(entry), CosmosId.Of(rep.Value), cancellation) is { } found ? Read(found) : null;

    public async Task<Versioned<JournalEntry>?> TryCreateAsync(JournalEntry entry, CancellationToken cancellation) =>
        Of(entry, await _writes.CreateAsync(Document(entry), cancellation));

    public async Task<Versioned<JournalEntry>?> TryReplaceAsync(Versioned<JournalEntry> entry, CancellationToken cancellation) =>
        Of(entry.Value, await _writes.ReplaceAsync(Document(entry.Value), entry.ETag, cancellation));

    private static Versioned<JournalEntry>? Of(JournalEntry entry, Written written) => written.ETag is { } etag ? new Versioned<JournalEntry>(entry, etag) : null;

    private static Versioned<JournalEntry> Read(JournalDocument document) => new(Stored.Read<JournalEntry>(document.Text), document.ETag!);

    private JournalDocument Document(JournalEntry entry) => new()
    {
        Id = Places.EntryOf(entry.Id),
        PersonId = CosmosId.Of(entry.Rep.Value),
        By = _writes.NextName(),
        InForceUntil = entry.InForceUntil?.ToSortable(),
        Text = Json.Text(entry),
    };
}
