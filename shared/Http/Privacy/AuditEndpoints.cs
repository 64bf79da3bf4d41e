using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Http.Privacy;

/// <summary>Who read what about a person: for that person and admins. Not for the manager: how often somebody reads their own brief is nobody's to watch.</summary>
internal static class AuditEndpoints
{
    private const int UsualDays = 30;

    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/api/reps/{rep}/audit", ReadAsync).WithTags("Privacy").WithName("audit")
        .WithSummary("Who read, or was refused, what about a person on some days (the last 30 by default), newest first. For that person and admins.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ImmutableArray<AuditRecord>>, ForbidHttpResult>> ReadAsync(
        HttpContext http,
        [Description(JournalPolicy.RepMeaning)] string rep,
        [Description(Query.FromMeaning)] string? from,
        [Description(Query.ToMeaning)] string? to,
        Reports reports,
        IAuditLog audit,
        AuditTrail trail,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        DateOnly today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        (DateOnly first, DateOnly last) = Query.Days(from, to, (today.AddDays(1 - UsualDays), today));
        string wanted = Query.PathValue(rep);
        Person? person = await reports.TryFindAsync(wanted, cancellation);
        if (person is null || !(viewer.IsAdmin || viewer.Person == person.Id))
        {
            await trail.RefusedAsync(viewer, person?.Id, AuditedThing.AuditLog, cancellation);
            return viewer.IsAdmin ? throw Reports.Unknown(wanted) : TypedResults.Forbid();
        }

        await trail.ReadsAsync(viewer, person.Id, AuditedThing.AuditLog, cancellation);
        return TypedResults.Ok(await audit.ReadAsync(person.Id, Start(first), Start(last.AddDays(1)), cancellation));
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
