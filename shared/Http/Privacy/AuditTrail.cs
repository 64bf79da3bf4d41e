using Microsoft.Extensions.Logging;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Http.Privacy;

/// <summary>Writes down who reads what, before they get it: what cannot be written down is not read.</summary>
internal sealed partial class AuditTrail(IAuditLog audit, TimeProvider clock, ILogger<AuditTrail> log)
{
    public static AuditedThing Of(Audience half) => half == Audience.Manager ? AuditedThing.ManagerHalf : AuditedThing.RepHalf;

    public Task ReadsAsync(Viewer viewer, PersonId whose, AuditedThing what, CancellationToken cancellation, RunId? run = null) =>
        WriteAsync([new AuditRecord(viewer.Reader, whose, what, clock.GetUtcNow()) { Run = run }], cancellation);

    /// <summary>Of several at once, as a list has them.</summary>
    public Task ReadsAsync(Viewer viewer, IEnumerable<PersonId> whose, AuditedThing what, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return WriteAsync([.. whose.Distinct().Select(one => new AuditRecord(viewer.Reader, one, what, now))], cancellation);
    }

    /// <param name="whose">Null where the person does not exist: then nobody's data was asked for.</param>
    public async Task RefusedAsync(Viewer viewer, PersonId? whose, AuditedThing what, CancellationToken cancellation)
    {
        if (whose is { } person)
        {
            await WriteAsync([new AuditRecord(viewer.Reader, person, what, clock.GetUtcNow()) { Refused = true }], cancellation);
        }
    }

    /// <exception cref="AuditUnavailableException">It cannot be written down.</exception>
    private async Task WriteAsync(IReadOnlyCollection<AuditRecord> records, CancellationToken cancellation)
    {
        try
        {
            await audit.WriteAsync(records, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogFailed(log, e.GetType().Name);
            throw new AuditUnavailableException();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Who reads what cannot be written down, so nothing is read: {Type}", EventName = "AuditFailed")]
    private static partial void LogFailed(ILogger log, string type);
}

/// <summary>Answered with 503.</summary>
internal sealed class AuditUnavailableException() : Exception("Who reads here is written down, and that is not possible at present. Try again shortly.");
