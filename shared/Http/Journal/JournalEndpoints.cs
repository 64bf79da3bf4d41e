using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Http.Privacy;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Http.Journal;

/// <summary>A rep's journal: commitments, initiatives, reasons, snoozes, lessons, topics and how one-on-ones went, for the rep, their present manager and admins; notes and plans not for the rep.</summary>
internal static class JournalEndpoints
{
    private const string Address = "/api/reps/{rep}/journal";

    public static void MapJournal(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, ReadAsync).WithTags("Journal").WithName("journal")
            .WithSummary("A rep's journal: what is in force now, or everything that was at some time since an instant. Each entry comes with its ETag.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet(Address + "/{kind}/{id}", FindAsync).WithTags("Journal").WithName("journalEntry")
            .WithSummary("One entry, whatever became of it, with its ETag in the header as well.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut<CommitmentBody>("commitment", "Something that the rep or the manager will do.");
        routes.MapPut<InitiativeBody>("initiative", "A key initiative outside the pipeline, with its status.");
        routes.MapPut<ReasonBody>("reason", "Why an opportunity slips, stands still or takes long.");
        routes.MapPut<SnoozeBody>("snooze", "Leaves an opportunity, or one kind of finding about it, out of the deals to talk about until a day.");
        routes.MapPut<LessonBody>("lesson", "Something worth knowing next time.");
        routes.MapPut<TopicBody>("topic", "What somebody wants to raise at the next one-on-one.");
        routes.MapPut<HeldBody>("held", "How a one-on-one went: met, moved or cancelled, and because of what.");
        routes.MapPut<NoteBody>("note", "A private note of the manager; not for the rep. Its id begins with m-.");
        routes.MapPut<PlanBody>("plan", "That the rep is on a performance plan; not for the rep. Its id begins with m-.");
    }

    private static void MapPut<TBody>(this IEndpointRouteBuilder routes, string kind, string meaning)
        where TBody : class, IEntryBody => routes.MapPut(Address + "/" + kind + "/{id}", EntryPut.RunAsync<TBody>).WithTags("Journal").WithName(kind)
        .WithSummary(meaning + " Creates the entry under an id of the caller's choice; with If-Match it changes the one that is there. The same request twice does the same as once.")
        .Accepts<TBody>("application/json")
        .Produces<EntryReport>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<Results<Ok<EntryReport[]>, ForbidHttpResult>> ReadAsync(
        HttpContext http,
        [Description(JournalPolicy.RepMeaning)] string rep,
        [Description("Also what has ended since then, such as 2026-01-01; what is in force now by default.")] string? since,
        Reports reports,
        IJournal journal,
        AuditTrail trail,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        DateTimeOffset? from = Query.Instant(since, "since");
        Viewer viewer = Viewer.Of(http.User);
        if (await viewer.FindJournalOfAsync(rep, reports, trail, cancellation) is not { } person)
        {
            return TypedResults.Forbid();
        }

        DateTimeOffset now = clock.GetUtcNow();
        (DateOnly today, DateTimeOffset? last) = await reports.TodayAsync(person, now, cancellation);
        return TypedResults.Ok((await journal.ReadAsync(person.Id, from ?? now, cancellation))
            .Where(entry => viewer.MaySee(entry.Value, person) && (from is not null || entry.Value.IsInForce(today, last)))
            .Select(EntryReport.Of).ToArray());
    }

    private static async Task<Results<Ok<EntryReport>, NotFound, ForbidHttpResult>> FindAsync(
        HttpContext http, [Description(JournalPolicy.RepMeaning)] string rep, string kind, string id, Reports reports, IJournal journal, AuditTrail trail, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        if (await viewer.FindJournalOfAsync(rep, reports, trail, cancellation) is not { } person)
        {
            return TypedResults.Forbid();
        }

        if (!EntryId.IsAllowed(id) || await journal.FindAsync(person.Id, new EntryId(id), cancellation) is not { } entry || entry.Value.Content.Kind != kind || !viewer.MaySee(entry.Value, person))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.ETag = EntryTags.Of(entry.ETag);
        return TypedResults.Ok(EntryReport.Of(entry));
    }
}
