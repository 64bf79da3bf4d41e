using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OneOnOne.Briefs;
using OneOnOne.Http.Privacy;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Journal;

/// <summary>Writes one entry. Author and instant come from the sign-in and the clock; what the body says about them is refused with the rest that it does not know.</summary>
internal static class EntryPut
{
    public static async Task<Results<Created<EntryReport>, Ok<EntryReport>, ProblemHttpResult, ForbidHttpResult>> RunAsync<TBody>(
        HttpContext http,
        [Description(JournalPolicy.RepMeaning)] string rep,
        [Description("Chosen by the caller: " + EntryId.Allowed + ".")] string id,
        Reports reports,
        JournalWriter writer,
        AuditTrail trail,
        TimeProvider clock,
        CancellationToken cancellation)
        where TBody : class, IEntryBody
    {
        Viewer viewer = Viewer.Of(http.User);
        if (await viewer.FindJournalOfAsync(rep, reports, trail, cancellation) is not { } person)
        {
            return TypedResults.Forbid();
        }

        if (TBody.ManagerOnly && !viewer.MayRead(person, Audience.Manager))
        {
            await trail.RefusedAsync(viewer, person.Id, AuditedThing.Journal, cancellation);
            return TypedResults.Forbid();
        }

        EntryId entry = EntryId.IsAllowed(id) ? new EntryId(id) : throw new BadHttpRequestException($"The id must be {EntryId.Allowed}.");
        Func<string, bool>? mayReplace = EntryTags.IfMatch(http.Request);
        TBody body = await JsonBody.ReadAsync<TBody>(http.Request, cancellation);
        JournalWrite write = await writer.PutAsync(
            person.Id, entry, body.ToContent(), body.State ?? EntryState.Open, viewer.Sign(person, clock.GetUtcNow()), mayReplace, cancellation);
        if (write.Entry is not { } stored)
        {
            return TypedResults.Problem(write.Because, statusCode: StatusOf(write.Outcome));
        }

        http.Response.Headers.ETag = EntryTags.Of(stored.ETag);
        EntryReport report = EntryReport.Of(stored);
        return write.Outcome == WriteOutcome.Created
            ? TypedResults.Created($"/api/reps/{Uri.EscapeDataString(person.Id.Value)}/journal/{report.Kind}/{report.Id}", report)
            : TypedResults.Ok(report);
    }

    private static int StatusOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Invalid => StatusCodes.Status400BadRequest,
        WriteOutcome.NotAllowed => StatusCodes.Status403Forbidden,
        WriteOutcome.Conflict or WriteOutcome.Full => StatusCodes.Status409Conflict,
        WriteOutcome.Stale => StatusCodes.Status412PreconditionFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
