using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Triggers;

/// <summary>Plans the briefs of the one-on-ones that come up and wakes runs that stand still. Twice at once or late is as good as once.</summary>
public sealed partial class PlanBriefs(PlanStep step, ILogger<PlanBriefs> log)
{
    [Function(nameof(PlanBriefs))]
    public async Task RunAsync([TimerTrigger(Names.PlanSchedule)] TimerInfo timer, CancellationToken cancellation)
    {
        PlanReport report = await step.RunAsync(cancellation);
        LogDone(log, report.Planned, report.Known, report.Woken);
    }

    [LoggerMessage(1, LogLevel.Information, "Runs: {Planned} planned, {Known} known, {Woken} woken", EventName = "RunsPlanned")]
    private static partial void LogDone(ILogger log, int planned, int known, int woken);
}
