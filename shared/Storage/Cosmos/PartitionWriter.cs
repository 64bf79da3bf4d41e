using System.Text.Json;
using Microsoft.Azure.Cosmos;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// Writes one generation's documents into one partition. It overwrites the edition that readers do not see, and only if nobody has
/// touched the document since it looked: what a later ingest wrote is never undone, and what an earlier one left behind is.
/// </summary>
/// <param name="partitionKey">The name of the property that is the container's partition key.</param>
internal sealed class PartitionWriter(Documents documents, string partitionKey, Manifest reserved)
{
    /// <summary>A busy account is met by the SDK first, for half a minute each time.</summary>
    private const int Attempts = 20;

    /// <summary>Cosmos DB takes 100 operations and 2 MB at once.</summary>
    private const int MostOperations = 100;

    private const int MostBytes = 1_400_000;

    private const string StandingOfThese = "SELECT c.id, c._etag, c.schema, c.a.generation AS a, c.b.generation AS b FROM c WHERE ARRAY_CONTAINS(@ids, c.id)";

    /// <exception cref="ConcurrencyException">A later ingest has written here, or the account stayed too busy.</exception>
    public async Task WriteAsync(string partition, Change[] changes, CancellationToken cancellation)
    {
        int done = 0;
        for (int attempt = 0; attempt < Attempts && done < changes.Length; attempt++)
        {
            done += await WriteSomeAsync(partition, changes[done..], cancellation);
        }

        if (done < changes.Length)
        {
            throw new ConcurrencyException("Cosmos DB stayed too busy for this ingest. Nothing was changed by it; the next ingest will do its work.");
        }
    }

    /// <returns>How many are written: all, unless somebody else was faster or an answer was lost. Then it is looked at anew.</returns>
    private async Task<int> WriteSomeAsync(string partition, Change[] changes, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition(StandingOfThese).WithParameter("@ids", Array.ConvertAll(changes, change => change.Id));
        Dictionary<string, Standing> there = (await documents.QueryAsync<Standing>(query, partition, cancellation)).ToDictionary(standing => standing.Id);
        int done = 0;
        while (done < changes.Length)
        {
            Change[] next = [.. changes.Skip(done).Take(FitIntoOne(changes.AsSpan(done)))];
            Change[] writes = Array.FindAll(next, change => !change.IsRemoval || there.ContainsKey(change.Id));
            if (writes.Length > 0)
            {
                Written written = await documents.BatchAsync(partition, batch => Fill(batch, partition, writes, there), cancellation);
                if (written.Outcome is not WriteOutcome.Done)
                {
                    return done;
                }
            }

            done += next.Length;
        }

        return done;
    }

    private static int FitIntoOne(ReadOnlySpan<Change> changes)
    {
        int count = 0;
        for (int bytes = 0; count < changes.Length && count < MostOperations; count++)
        {
            bytes += changes[count].Edition.Length;
            if (bytes > MostBytes && count > 0)
            {
                break;
            }
        }

        return count;
    }

    private void Fill(TransactionalBatch batch, string partition, IEnumerable<Change> changes, Dictionary<string, Standing> there)
    {
        foreach (Change change in changes)
        {
            if (there.TryGetValue(change.Id, out Standing? standing))
            {
                TransactionalBatchPatchItemRequestOptions options = new() { EnableContentResponseOnWrite = false, IfMatchEtag = standing.ETag };
                batch.PatchItem(change.Id, [PatchOperation.Set<Stream>(Unseen(standing), new MemoryStream(change.Edition))], options);
            }
            else
            {
                batch.CreateItemStream(New(partition, change), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false });
            }
        }
    }

    /// <summary>Where to write: never over what readers see.</summary>
    private string Unseen(Standing standing)
    {
        if (standing.A > reserved.Reserved || standing.B > reserved.Reserved)
        {
            throw Manifests.Overtaken();
        }

        if (standing.A == reserved.Reserved || standing.B == reserved.Reserved)
        {
            return standing.A == reserved.Reserved ? "/a" : "/b";
        }

        bool seesA = standing.A is { } a && reserved.IsPublished(a);
        bool seesB = standing.B is { } b && reserved.IsPublished(b);
        return seesA && !(seesB && standing.B > standing.A) ? "/b" : "/a";
    }

    private MemoryStream New(string partition, Change change)
    {
        MemoryStream document = new();
        using (Utf8JsonWriter writer = new(document, new JsonWriterOptions { Encoder = Json.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("id", change.Id);
            writer.WriteString(partitionKey, partition);
            if (change.Name is not null)
            {
                writer.WriteString("name", change.Name);
            }

            writer.WriteNumber("schema", Stored.KnownSchema);
            writer.WritePropertyName("a");
            writer.WriteRawValue(change.Edition);
            writer.WriteEndObject();
        }

        document.Position = 0;
        return document;
    }
}
