using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Http.Weeks;

/// <summary>A rep over time: for the rep, their manager and admins.</summary>
internal static class WeeksEndpoints
{
    public static void MapWeeks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/reps/{rep}/over-time", PageAsync).ExcludeFromDescription();

    private static async Task<IResult> PageAsync(HttpContext http, string rep, Reports reports, IBookStore books, AuditTrail trail, PageAnswers pages, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        if (await viewer.FindRepAsync(rep, AuditedThing.Weeks, reports, trail, cancellation) is not { } person)
        {
            return TypedResults.Forbid();
        }

        RepWeeks? weeks = await reports.MaterialAsync(person.Id, await reports.DefaultAsOfAsync(cancellation), cancellation) is ({ } book, { } context)
            ? RepWeeks.Of(book, await books.ReadAllAsync(person.Id, cancellation).ToListAsync(cancellation), context)
            : null;
        return await pages.OfAsync<WeeksPage>(http, new WeeksModel(person, viewer.Person == person.Id, weeks));
    }
}

/// <param name="ToRep">The reader is the rep.</param>
/// <param name="Weeks">Null for somebody of whom no snapshot had anything.</param>
public sealed record WeeksModel(Person Rep, bool ToRep, RepWeeks? Weeks);
