using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Http.Runs;

/// <summary>Sends a message that was given up once more, by its id.</summary>
internal sealed class DeadLetterReplay(IRunStore runs, DeadLetterStep step, TimeProvider clock)
{
    /// <returns>Null where there is no such message.</returns>
    /// <exception cref="PoisonMessageException">It cannot be read, now as before.</exception>
    public async Task<DeadLetter?> OfAsync(string id, CancellationToken cancellation)
    {
        if ((await runs.DeadLettersAsync(cancellation)).FirstOrDefault(one => one.Id == id) is not { } letter)
        {
            return null;
        }

        DateTimeOffset now = clock.GetUtcNow();
        await step.ReplayAsync(letter, now, cancellation);
        return letter with { ReplayedAt = now };
    }
}
