using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Http.Runs;

/// <summary>What became of each one-on-one's briefs, and a person's word where nobody else knows. For admins.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/runs", RunsAsync).WithTags("Runs").WithName("runs")
            .WithSummary("The runs of the one-on-ones of some days (by default from 30 days before the newest snapshot to two weeks ahead), with their deliveries; and all dead letters.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/api/runs/{run}", RunAsync).WithTags("Runs").WithName("run")
            .WithSummary("One run: its parts, both deliveries and what the mail provider told about them.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/api/runs/{run}/deliveries/{half}/resolution", ResolveAsync).WithTags("Runs").WithName("resolve")
            .WithSummary("Decides about a delivery that is Held or Unknown: sent writes down that it went out, resend sends it once more, marked as a possible duplicate. Asking twice does no more than asking once.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
    }

    private static async Task<Ok<RunList>> RunsAsync(HttpContext http, [Description(Query.FromMeaning)] string? from, [Description(Query.ToMeaning)] string? to, RunBook book, CancellationToken cancellation)
    {
        (DateOnly first, DateOnly last) = Query.Days(from, to, await book.UsualDaysAsync(cancellation));
        return TypedResults.Ok(await book.ListAsync(Viewer.Of(http.User), first, last, cancellation));
    }

    private static async Task<Results<Ok<RunReport>, NotFound>> RunAsync(HttpContext http, string run, RunBook book, CancellationToken cancellation) =>
        await book.FindAsync(Viewer.Of(http.User), new RunId(run), cancellation) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Results<Ok<Delivery>, NotFound, ProblemHttpResult>> ResolveAsync(
        string run, [Description("manager or rep.")] string half, Resolution resolution, ResolveStep step, CancellationToken cancellation)
    {
        if (Values.Named<Audience>(half) is not { } audience)
        {
            return TypedResults.NotFound();
        }

        try
        {
            return await step.RunAsync(new RunId(run), audience, resolution.Outcome, cancellation) switch
            {
                null => TypedResults.NotFound(),
                ResolveMove.Refuse refusal => TypedResults.Problem($"The delivery is {refusal.Delivery.State}: {refusal.Because}.", statusCode: StatusCodes.Status409Conflict),
                ResolveMove resolved => TypedResults.Ok(resolved.Delivery),
            };
        }
        catch (ConcurrencyException)
        {
            return TypedResults.Problem("The delivery keeps changing. Look at it again.", statusCode: StatusCodes.Status409Conflict);
        }
    }
}

/// <param name="Outcome">What a person found out about the mail.</param>
public sealed record Resolution([property: JsonRequired] ResolvedAs Outcome);
