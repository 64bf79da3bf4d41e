using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Http.Runs;

/// <summary>Messages that were given up, and sending them again. For admins.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/dead-letters", LettersAsync).WithTags("Runs").WithName("deadLetters")
            .WithSummary("Every message that was given up, with the reason.");
        routes.MapPost("/api/dead-letters/{id}/replay", ReplayAsync).WithTags("Runs").WithName("replay")
            .WithSummary("Sends a message that was given up once more. Every step is idempotent, so once too often does no harm. The id is one percent-encoded segment.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<ImmutableArray<DeadLetter>>> LettersAsync(IRunStore runs, CancellationToken cancellation) =>
        TypedResults.Ok(await runs.DeadLettersAsync(cancellation));

    private static async Task<Results<Ok<DeadLetter>, NotFound, ProblemHttpResult>> ReplayAsync(string id, DeadLetterReplay replay, CancellationToken cancellation)
    {
        try
        {
            return await replay.OfAsync(Query.PathValue(id), cancellation) is { } letter ? TypedResults.Ok(letter) : TypedResults.NotFound();
        }
        catch (PoisonMessageException poison)
        {
            return TypedResults.Problem($"The message cannot be read, now as before ({poison.Message}). Sending it again would not help.", statusCode: StatusCodes.Status409Conflict);
        }
    }
}
