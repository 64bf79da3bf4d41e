using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Takes a person out of the people's container: their own partition, and their signature in the journals of others.</summary>
internal sealed class PeopleWipe(Documents people, string writer)
{
    private const string Entries = "SELECT * FROM c WHERE STARTSWITH(c.id, @prefix)";
    private const string Expired = "SELECT * FROM c WHERE STARTSWITH(c.id, @prefix) AND c.inForceUntil < @before";

    private readonly ConditionalWrites _writes = new(people, writer + "/erasure");

    public async Task RemoveAsync(PersonId person, CancellationToken cancellation)
    {
        string partition = CosmosId.Of(person.Value);
        foreach (DocumentId document in await people.QueryAsync<DocumentId>(new QueryDefinition("SELECT c.id FROM c"), partition, cancellation))
        {
            await Repeated.WriteAsync(() => people.DeleteAsync(document.Id, partition, cancellation));
        }
    }

    public async Task UnsignAsync(PersonId rep, PersonId person, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition(Entries).WithParameter("@prefix", Places.Entry);
        foreach (JournalDocument document in await people.QueryAsync<JournalDocument>(query, CosmosId.Of(rep.Value), cancellation))
        {
            if (Authors.Without(Stored.Read<JournalEntry>(document.Text), person) is { } unsigned
                && (await _writes.ReplaceAsync(document with { By = _writes.NextName(), Text = Json.Text(unsigned) }, document.ETag!, cancellation)).Outcome is not WriteOutcome.Done)
            {
                throw new ConcurrencyException();
            }
        }
    }

    public async Task ExpireAsync(PersonId rep, DateTimeOffset before, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition(Expired).WithParameter("@prefix", Places.Entry).WithParameter("@before", before.ToSortable());
        foreach (JournalDocument document in await people.QueryAsync<JournalDocument>(query, CosmosId.Of(rep.Value), cancellation))
        {
            await Repeated.WriteAsync(() => people.DeleteAsync(document.Id, document.PersonId, cancellation));
        }
    }
}

/// <summary>All that has to be known of a document to delete it.</summary>
internal sealed record DocumentId(string Id);
