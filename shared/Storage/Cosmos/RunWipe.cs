using System.Globalization;
using Microsoft.Azure.Cosmos;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Takes runs out of the ledger: their partitions, their place on the lists, and the dead letters that name them.</summary>
internal sealed class RunWipe(Documents runs, CosmosRunStore store)
{
    private static readonly QueryDefinition Everything = new("SELECT * FROM c");

    public async Task RunAsync(IReadOnlyCollection<RunId> old, CancellationToken cancellation)
    {
        if (old.Count == 0)
        {
            return;
        }

        foreach (DeadLetter letter in (await store.DeadLettersAsync(cancellation)).Where(letter => old.Any(run => letter.Body.Contains(run.Value, StringComparison.Ordinal))))
        {
            await DeleteAsync(CosmosId.Of(letter.Id), Places.DeadLetters, cancellation);
        }

        foreach (RunId run in old)
        {
            // The list last: what is on it is found again after a crash.
            string partition = CosmosId.Of(run.Value);
            await DeleteAllAsync(partition, cancellation);
            await DeleteAsync(partition, Places.RunsOf(DayOf(run)), cancellation);
        }
    }

    public async Task ExpireAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (DeadLetter letter in (await store.DeadLettersAsync(cancellation)).Where(letter => letter.At < before))
        {
            await DeleteAsync(CosmosId.Of(letter.Id), Places.DeadLetters, cancellation);
        }

        // Only of days that are long over: one to come may get a run at this very moment.
        QueryDefinition old = new QueryDefinition("SELECT * FROM c WHERE c.id < @day").WithParameter("@day", before.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (LedgerDocument day in await runs.QueryAsync<LedgerDocument>(old, Places.Days, cancellation))
        {
            if ((await runs.QueryAsync<LedgerDocument>(Everything, Places.RunsOf(day.Id), cancellation)).Count == 0)
            {
                await DeleteAsync(day.Id, Places.Days, cancellation);
            }
        }
    }

    private async Task DeleteAllAsync(string partition, CancellationToken cancellation)
    {
        foreach (LedgerDocument document in await runs.QueryAsync<LedgerDocument>(Everything, partition, cancellation))
        {
            await DeleteAsync(document.Id, partition, cancellation);
        }
    }

    private Task<Written> DeleteAsync(string id, string partition, CancellationToken cancellation) => Repeated.WriteAsync(() => runs.DeleteAsync(id, partition, cancellation));

    /// <summary>A run's id begins with the day of its one-on-one.</summary>
    private static string DayOf(RunId run) => run.Value[.."yyyy-MM-dd".Length];
}
