using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Privacy;

/// <summary>
/// Forgets a person. The tombstone comes first and keeps what is to be erased, so that whoever comes after a crash goes on; then the
/// books are published without them, then all else goes. Every part may be done any number of times.
/// </summary>
public sealed class ForgetStep(IBookStore books, IErasure erasure, PersonalData data, TimeProvider clock, ISentMails? mails = null)
{
    /// <summary>An ingest in between makes the books be read again.</summary>
    private const int Attempts = 5;

    /// <summary>Longer than any ingest, analysis or delivery takes that began before the tombstone was there.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromDays(1);

    public async Task<Tombstone?> FindAsync(PersonId person, CancellationToken cancellation)
    {
        string mark = Tombstone.MarkOf(person);
        return (await erasure.TombstonesAsync(cancellation)).FirstOrDefault(one => one.Mark == mark);
    }

    /// <param name="alone">Nobody else can be writing, so it is done with this. Otherwise <see cref="ContinueAsync"/> looks again after a day.</param>
    /// <exception cref="ConcurrencyException">Ingests kept coming in between. What is done is done; the same again goes on.</exception>
    public async Task RunAsync(PersonId person, bool alone, CancellationToken cancellation)
    {
        Tombstone tombstone = (await FindAsync(person, cancellation) ?? new Tombstone(Tombstone.MarkOf(person), clock.GetUtcNow())) with { Person = person };
        await erasure.PutAsync(tombstone, cancellation);
        await PassAsync(tombstone, alone, cancellation);
    }

    /// <summary>Goes on with what a crash broke off, and looks again for what somebody wrote who had begun before.</summary>
    /// <returns>How many are still being erased.</returns>
    public async Task<int> ContinueAsync(CancellationToken cancellation)
    {
        int unfinished = 0;
        foreach (Tombstone tombstone in (await erasure.TombstonesAsync(cancellation)).Where(one => !one.IsDone))
        {
            bool settled = clock.GetUtcNow() - tombstone.At >= Settled;
            await PassAsync(tombstone, settled, cancellation);
            unfinished += settled ? 0 : 1;
        }

        return unfinished;
    }

    /// <summary>Lets the next export bring the person back. What was erased stays erased.</summary>
    /// <returns>False when they were never forgotten.</returns>
    /// <exception cref="UserErrorException">The erasure is not through.</exception>
    public async Task<bool> LiftAsync(PersonId person, CancellationToken cancellation) => await FindAsync(person, cancellation) is { IsDone: false }
        ? throw new UserErrorException($"Forgetting {person} is not finished. Let it end first.")
        : await erasure.RemoveTombstoneAsync(Tombstone.MarkOf(person), cancellation);

    private async Task PassAsync(Tombstone tombstone, bool last, CancellationToken cancellation)
    {
        PersonId person = tombstone.Person!.Value;
        ImmutableArray<RunId> runs = [.. (tombstone.Runs ?? []).Union(await data.RunsAsync(person, cancellation)).OrderBy(run => run.Value, StringComparer.Ordinal)];
        tombstone = tombstone with { Runs = runs };
        await erasure.PutAsync(tombstone, cancellation);
        tombstone = await PublishAsync(tombstone, cancellation);
        mails?.Erase(runs);
        await erasure.EraseAsync(person, runs, cancellation);
        if (last)
        {
            await erasure.PutAsync(tombstone with { Person = null, Runs = null }, cancellation);
        }
    }

    private async Task<Tombstone> PublishAsync(Tombstone tombstone, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await BookErasure.RunAsync(books, tombstone, cancellation);
                return tombstone with { Passes = tombstone.Passes + 1 };
            }
            catch (ConcurrencyException) when (attempt < Attempts)
            {
                // Somebody published while we read: from the start.
            }
        }
    }
}
