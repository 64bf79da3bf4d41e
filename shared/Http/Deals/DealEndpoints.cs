using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Deals;

/// <summary>One deal with its history drawn: for the rep, their manager and admins.</summary>
internal static class DealEndpoints
{
    public static void MapDeals(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/reps/{rep}/deals/{deal}", PageAsync).ExcludeFromDescription();

    private static async Task<IResult> PageAsync(HttpContext http, string rep, string deal, Reports reports, DealBook deals, AuditTrail trail, PageAnswers pages, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        if (await viewer.FindRepAsync(rep, AuditedThing.Deal, reports, trail, cancellation) is not { } person)
        {
            return TypedResults.Forbid();
        }

        return await deals.FindAsync(person, new OpportunityId(Query.PathValue(deal)), viewer, cancellation) is { } model
            ? await pages.OfAsync<DealPage>(http, model)
            : TypedResults.NotFound();
    }
}
