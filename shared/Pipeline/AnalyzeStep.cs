using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Computes one part of one run and says that it is ready.</summary>
public sealed class AnalyzeStep(IBookStore books, IRunStore runs, IMessageQueue queue, AnalysisSettings settings, Telemetry telemetry)
{
    public async Task RunAsync(AnalyzeRep message, AnalysisPart part, CancellationToken cancellation)
    {
        if (!message.Parts.Contains(part))
        {
            return;
        }

        Run run = (await runs.ReadAsync(message.Run, cancellation) ?? throw new PoisonMessageException("unknown-run", "run")).Run.Value;
        RepBook? book = await books.ReadBookAsync(run.Rep, run.Manager, cancellation);
        PartResult result = book is null
            ? new PartResult(part, PartResult.NoSnapshot, [], [])
            : Analyses.Run(part, book, settings.ContextFor(run.AsOf, run.LastMeetingAt, run.Manager, run.TimeZone, run.Country)) with { SnapshotId = book.Version };
        await runs.SavePartAsync(run.Id, result, cancellation);
        telemetry.Found(part, result.Findings.Length);
        await queue.SendAsync([new Outgoing(new FindingsReady(run.Id, part, result.SnapshotId) { Round = message.Round })], cancellation);
    }
}

/// <summary>The thresholds and the company's calendar, as every analysis needs them.</summary>
public sealed record AnalysisSettings(ThresholdSet Thresholds, CompanySettings Company)
{
    /// <summary>How far back "since the last one-on-one" reaches where there was none.</summary>
    private const int FirstWindowDays = 7;

    public AnalysisContext ContextFor(DateTimeOffset asOf, DateTimeOffset? lastMeeting, PersonId? manager, string? timeZone, string? country) =>
        new(asOf, lastMeeting ?? asOf.AddDays(-FirstWindowDays), manager, timeZone ?? Company.TimeZone)
        {
            Thresholds = Thresholds,
            BusinessDays = Company.BusinessDaysOf(country),
            Fiscal = Company.Fiscal,
            QuotaLabels = Company.QuotaLabels,
        };
}
