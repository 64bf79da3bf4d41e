using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Storage;

namespace OneOnOne.Http.Teams;

/// <summary>Everybody whom the viewer may read, and one team.</summary>
internal static class TeamEndpoints
{
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", HomeAsync).ExcludeFromDescription();
        routes.MapGet("/teams/{manager}", PageAsync).ExcludeFromDescription();
        routes.MapGet("/api/teams/{manager}", TeamAsync).WithTags("Teams").WithName("team")
            .WithSummary("A manager's present team: each rep's open deals, findings by kind, money at stake and next one-on-one. For that manager and admins.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Whoever leads one team is led to it, whoever sells to their brief; admins see all teams.</summary>
    private static async Task<IResult> HomeAsync(HttpContext http, Home home, IBookStore books, PageAnswers pages, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        return viewer is { IsAdmin: false, Person: { } self } && await books.NewestSnapshotAsync(cancellation) is not null
            ? TypedResults.LocalRedirect(await books.FindTeamAsync(self, cancellation) is null ? PageLinks.Rep(self) : PageLinks.Team(self))
            : await pages.OfAsync<HomePage>(http, await home.ForAsync(viewer, cancellation));
    }

    private static async Task<IResult> PageAsync(HttpContext http, string manager, Home home, PageAnswers pages, CancellationToken cancellation) =>
        await home.TeamAsync(new PersonId(Query.PathValue(manager)), Viewer.Of(http.User), cancellation) is { } team
            ? await pages.OfAsync<TeamPage>(http, team)
            : Nothing(http);

    private static async Task<Results<Ok<TeamReport>, NotFound, ForbidHttpResult>> TeamAsync(HttpContext http, string manager, Home home, CancellationToken cancellation) =>
        await home.TeamAsync(new PersonId(Query.PathValue(manager)), Viewer.Of(http.User), cancellation) is { } team ? TypedResults.Ok(team)
            : Viewer.Of(http.User).IsAdmin ? TypedResults.NotFound()
            : TypedResults.Forbid();

    /// <summary>Whether somebody leads a team is nobody's business who may not see it.</summary>
    private static IResult Nothing(HttpContext http) => Viewer.Of(http.User).IsAdmin ? TypedResults.NotFound() : TypedResults.Forbid();
}
