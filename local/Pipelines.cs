using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Local.Queue;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Local;

/// <summary>One pass of the whole pipeline: plan, analyse, compose, deliver, until nothing is left to do now.</summary>
internal static class Pipelines
{
    /// <param name="progress">Told how many messages were handled so far.</param>
    public static async Task<PlanReport> RunOnceAsync(IServiceProvider services, CancellationToken cancellation, IProgress<int>? progress = null)
    {
        InProcessQueue queue = services.GetRequiredService<InProcessQueue>();
        ReceiveStep step = services.GetRequiredService<ReceiveStep>();
        DeadLetterStep deadLetters = services.GetRequiredService<DeadLetterStep>();
        int parallel = Math.Max(1, Environment.ProcessorCount);
        await ReplayAsync(services, deadLetters, cancellation);
        PlanReport report = await services.GetRequiredService<PlanStep>().RunAsync(cancellation);
        await queue.DrainAsync(step, deadLetters, parallel, progress, cancellation);

        // In one process nothing more can arrive for a run that is still incomplete: waiting for its deadline would change nothing.
        await queue.SendAsync([.. queue.TakeLater<DeadlineReached>().DistinctBy(due => due.Message.Run)], cancellation);
        await queue.DrainAsync(step, deadLetters, parallel, progress, cancellation);
        return report;
    }

    /// <summary>Whoever runs again after a failure wants what was given up to be tried again. What cannot be read stays where it is.</summary>
    private static async Task ReplayAsync(IServiceProvider services, DeadLetterStep deadLetters, CancellationToken cancellation)
    {
        DateTimeOffset now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (DeadLetter letter in (await services.GetRequiredService<IRunStore>().DeadLettersAsync(cancellation)).Where(letter => letter.ReplayedAt is null))
        {
            try
            {
                await deadLetters.ReplayAsync(letter, now, cancellation);
            }
            catch (PoisonMessageException)
            {
                // It stands in `runs` and in the exit code until somebody looks at it.
            }
        }
    }

    public static ValueTask<List<RunSummary>> RunsAsync(IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<IRunStore>().ListAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellation).ToListAsync(cancellation);
}
