using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Http.Briefs;
using OneOnOne.Http.Deals;
using OneOnOne.Http.Events;
using OneOnOne.Http.Findings;
using OneOnOne.Http.Forms;
using OneOnOne.Http.Journal;
using OneOnOne.Http.Limits;
using OneOnOne.Http.Meetings;
using OneOnOne.Http.Privacy;
using OneOnOne.Http.Runs;
using OneOnOne.Http.Teams;
using OneOnOne.Http.Thresholds;
using OneOnOne.Http.Weeks;
using OneOnOne.Settings;

namespace OneOnOne.Http;

/// <summary>The pages and the reports on demand, defined once and served by both shells. Everything needs a sign-in but /health, and what has a signature: the mail provider's webhook and the forms that links open.</summary>
public static class Endpoints
{
    public static void MapOneOnOne(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => TypedResults.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        routes.MapEventWebhook();
        routes.MapForms();
        RouteGroupBuilder signedIn = routes.MapGroup("")
            .RequireAuthorization()
            .AddEndpointFilter<UserErrors>()
            .WithMetadata(new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<LimitSettings>().BodyBytes), new OpenApi.Described())
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        signedIn.MapOpenApi(OpenApi.Path);
        RouteGroupBuilder reports = signedIn.MapGroup("").LimitReports();
        reports.MapTeams();
        reports.MapBriefs();
        reports.MapDeals();
        reports.MapFindings();
        reports.MapWeeks();
        signedIn.MapMeetings();
        reports.MapThresholds();
        signedIn.MapJournal();
        signedIn.MapAudit();

        RouteGroupBuilder admins = signedIn.MapGroup("").RequireAuthorization(Admins).ProducesProblem(StatusCodes.Status403Forbidden);
        admins.MapRuns();
        admins.MapDeadLetters();
        admins.MapRunPages();
        admins.MapGroup("").LimitReports().MapThresholdPreview();
        admins.MapPeople();
    }

    private static AuthorizationPolicy Admins { get; } = new AuthorizationPolicyBuilder().RequireRole(Viewer.AdminRole).Build();
}
