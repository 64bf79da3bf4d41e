using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Privacy;

/// <summary>What is stored about a person, and its erasure. For admins.</summary>
internal static class PeopleEndpoints
{
    private const string Address = "/api/people/{person}";
    private const string PersonMeaning = "A person's id as the CRM has it; no name, since names are not unique.";

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address + "/data", DataAsync).WithTags("Privacy").WithName("personalData")
            .WithSummary("Everything that is stored about one person, by kind: the answer to their request for access.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete(Address, ForgetAsync).WithTags("Privacy").WithName("forget")
            .WithSummary("Forgets a person: erases everything about them and leaves them out of every further snapshot. Twice does no more than once.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapDelete(Address + "/tombstone", LiftAsync).WithTags("Privacy").WithName("liftTombstone")
            .WithSummary("Lets the next snapshot bring back a person who was forgotten. What was erased stays erased.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<JsonObject>, NotFound>> DataAsync(
        HttpContext http, [Description(PersonMeaning)] string person, PersonalData data, AuditTrail trail, CancellationToken cancellation)
    {
        PersonId id = new(Query.PathValue(person));
        JsonObject all = await PersonalJson.OfAsync(data, id, cancellation);
        if (all.Count == 0)
        {
            return TypedResults.NotFound();
        }

        await trail.ReadsAsync(Viewer.Of(http.User), id, AuditedThing.Everything, cancellation);
        return TypedResults.Ok(all);
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> ForgetAsync(
        [Description(PersonMeaning)] string person, ForgetStep step, PersonalData data, CancellationToken cancellation)
    {
        PersonId id = new(Query.PathValue(person));
        if (await step.FindAsync(id, cancellation) is null && !await data.OfAsync(id, cancellation).AnyAsync(cancellation))
        {
            return TypedResults.NotFound();
        }

        try
        {
            await step.RunAsync(id, alone: false, cancellation);
            return TypedResults.NoContent();
        }
        catch (ConcurrencyException)
        {
            return TypedResults.Problem("A snapshot is being read. What is erased so far stays erased; ask again, or wait for the timer to go on.", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> LiftAsync([Description(PersonMeaning)] string person, ForgetStep step, CancellationToken cancellation)
    {
        try
        {
            return await step.LiftAsync(new PersonId(Query.PathValue(person)), cancellation) ? TypedResults.NoContent() : TypedResults.NotFound();
        }
        catch (UserErrorException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
