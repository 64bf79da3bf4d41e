using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Local;
using OneOnOne.Local.Queue;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Bench.Pipeline;

/// <summary>A run as `run` does it, step by step, with every one-on-one of the coming week.</summary>
internal static class RunBench
{
    public static async Task<Measured> PlanAsync(Workplace place, CancellationToken cancellation)
    {
        await using ServiceProvider services = Build(place, queue => new OneStage<AnalyzeRep>(queue));
        Meter meter = new(place.Data.Database);
        PlanReport report = await services.GetRequiredService<PlanStep>().RunAsync(cancellation);
        return meter.Read("plan", report.Planned, "one-on-ones");
    }

    public static Task<Measured> AnalyzeAsync(Workplace place, CancellationToken cancellation) => StageAsync<AnalyzeRep>("analyses", place, Analyses.All.Length, "parts", cancellation);

    public static Task<Measured> ComposeAsync(Workplace place, CancellationToken cancellation) => StageAsync<FindingsReady>("compose", place, 1, "pairs of briefs", cancellation);

    public static async Task<Measured> DeliverAsync(Workplace place, CancellationToken cancellation)
    {
        Measured measured = await StageAsync<DeliverBrief>("render and deliver", place, 1, "briefs", cancellation);
        int mails = Directory.EnumerateFiles(place.Data.Outbox, "*.eml").Count();
        return mails == measured.Items ? measured : throw new UserErrorException($"The outbox has {mails} mails of {measured.Items} briefs.");
    }

    /// <param name="each">Pieces of work in one message.</param>
    private static async Task<Measured> StageAsync<T>(string step, Workplace place, int each, string unit, CancellationToken cancellation)
        where T : Message
    {
        OneStage<T>? stage = null;
        await using ServiceProvider services = Build(place, queue => stage = new OneStage<T>(queue));
        await services.GetRequiredService<PlanStep>().RunAsync(cancellation);
        int messages = stage!.Passed;
        Meter meter = new(place.Data.Database);
        await services.GetRequiredService<InProcessQueue>().DrainAsync(
            services.GetRequiredService<ReceiveStep>(), services.GetRequiredService<DeadLetterStep>(), Math.Max(1, Environment.ProcessorCount), progress: null, cancellation);
        return messages == 0 ? throw new UserErrorException($"There is nothing to do for the step {step}.") : meter.Read(step, messages * each, unit);
    }

    private static ServiceProvider Build(Workplace place, Func<InProcessQueue, IMessageQueue> stage)
    {
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(place.Data)).WithLinks(place.Data);
        ServiceCollection services = new();
        Composition.Add(services, place.Data, new FrozenClock(place.ChangedAt), settings);
        services.AddSingleton(provider => stage(provider.GetRequiredService<InProcessQueue>()));
        return services.BuildServiceProvider();
    }
}
