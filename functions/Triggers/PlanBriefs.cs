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
        if (report.Missed > 0)
        {
            LogMissed(log, report.Missed);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Runs: {Planned} planned, {Known} known, {Woken} woken", EventName = "RunsPlanned")]
    private static partial void LogDone(ILogger log, int planned, int known, int woken);

    [LoggerMessage(2, LogLevel.Error, "{Missed} one-on-ones began while nothing was planned, and have no brief; the list of runs names them", EventName = "OneOnOnesMissed")]
    private static partial void LogMissed(ILogger log, int missed);
}
