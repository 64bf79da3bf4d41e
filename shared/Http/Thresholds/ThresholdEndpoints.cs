using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Languages;
using OneOnOne.Previews;
using OneOnOne.Privacy;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Thresholds;

/// <summary>Which thresholds hold and why, and what others would find.</summary>
internal static class ThresholdEndpoints
{
    private const string Stage = "stage";
    private const string Team = "team";

    private static readonly PreviewLimits Limits = new(Reps: 500, PastReps: 100);

    public static void MapThresholds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/thresholds", PageAsync).ExcludeFromDescription();
        routes.MapGet("/api/thresholds", ReportAsync).WithTags("Thresholds").WithName("thresholds")
            .WithSummary("Every threshold in force with its default, what is allowed and the app setting that supplied it: all of them for admins; for a manager and a rep, those of their teams.")
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    public static void MapThresholdPreview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/thresholds/preview", PreviewAsync).WithTags("Thresholds").WithName("previewThresholds")
            .WithSummary("Which findings would come and go in the newest snapshot if thresholds were set otherwise, and what became of the flags of past weeks under both. Name at least one. Nothing is changed by asking.")
            .WithQuery(
            [
                .. ThresholdSettings.All.Select(one => (one.Key, $"{one.Meaning} May be {one.Allowed}.")),
                (Stage, "Only for this stage."),
                (Team, "Only for this manager's team: an id."),
            ])
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<ThresholdReport>, ForbidHttpResult>> ReportAsync(HttpContext http, IBookStore books, OneOnOneSettings settings, CancellationToken cancellation) =>
        await ReportForAsync(Viewer.Of(http.User), books, settings, cancellation) is { } report ? TypedResults.Ok(report) : TypedResults.Forbid();

    private static async Task<Ok<PreviewReport>> PreviewAsync(HttpContext http, ThresholdPreview preview, AuditTrail trail, CancellationToken cancellation) =>
        TypedResults.Ok(await PreviewOfAsync(http, preview, Language.English, trail, cancellation) ?? throw new BadHttpRequestException("Name at least one threshold, such as StallBusinessDays=7."));

    private static async Task<IResult> PageAsync(
        HttpContext http, IBookStore books, OneOnOneSettings settings, ThresholdPreview preview, AuditTrail trail, Frames frames, PageAnswers pages, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        if (await ReportForAsync(viewer, books, settings, cancellation) is not { } report || (!viewer.IsAdmin && http.Request.Query.Count > 0))
        {
            return TypedResults.Forbid();
        }

        if (viewer.IsAdmin)
        {
            SecurityHeaders.AllowOwnForms(http.Response);
        }

        Dictionary<string, string> asked = http.Request.Query.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        ThresholdsModel model = new(report, viewer.IsAdmin, asked, null, null)
        {
            Names = (await books.PeopleAsync(cancellation)).ToImmutableDictionary(person => person.Id, person => person.Name),
            Stages = (await books.NewestSnapshotAsync(cancellation))?.Stages ?? [],
            Teams = viewer.IsAdmin ? [.. (await books.TeamsAsync(cancellation)).Select(team => team.Manager)] : [],
        };
        try
        {
            return await pages.OfAsync<ThresholdsPage>(http, model with { Preview = await PreviewOfAsync(http, preview, await frames.LanguageOfAsync(http, cancellation), trail, cancellation) });
        }
        catch (BadHttpRequestException e)
        {
            return await pages.OfAsync<ThresholdsPage>(http, model with { Mistake = e.Message }, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Null for somebody who is nobody in the CRM.</summary>
    private static async Task<ThresholdReport?> ReportForAsync(Viewer viewer, IBookStore books, OneOnOneSettings settings, CancellationToken cancellation)
    {
        if (viewer.IsAdmin)
        {
            return ThresholdReport.OfAll(settings.ThresholdSource);
        }

        if (viewer.Person is not { } self)
        {
            return null;
        }

        PersonId? own = (await books.FindTeamAsync(self, cancellation))?.Manager;
        PersonId? managers = (await books.FindPersonAsync(self, cancellation))?.Manager;
        return ThresholdReport.OfTeams(settings.ThresholdSource, [.. new[] { own, managers }.OfType<PersonId>().Distinct()]);
    }

    /// <summary>Null where no threshold is named. A field left empty in the form is not named.</summary>
    private static async Task<PreviewReport?> PreviewOfAsync(HttpContext http, ThresholdPreview preview, Language language, AuditTrail trail, CancellationToken cancellation)
    {
        IQueryCollection query = http.Request.Query;
        List<KeyValuePair<string, string>> changes = [];
        foreach ((string key, Microsoft.Extensions.Primitives.StringValues values) in query)
        {
            if (values is not [{ } value])
            {
                throw new BadHttpRequestException("Each name may stand there once.");
            }

            if (key.Contains(':', StringComparison.Ordinal))
            {
                throw new BadHttpRequestException("A threshold's name has no colon. For one team or stage, name it with team= or stage=.");
            }

            if (value.Trim().Length > 0 && !Is(key, Stage) && !Is(key, Team))
            {
                changes.Add(KeyValuePair.Create(key, value));
            }
        }

        if (changes.Count == 0)
        {
            return null;
        }

        try
        {
            PreviewReport report = await preview.OfAsync(new PreviewQuestion(changes, Level(query, Team) is { } team ? new PersonId(team) : null, Level(query, Stage)), Limits, language, cancellation);
            await trail.ReadsAsync(Viewer.Of(http.User), report.Changes.Select(change => change.Rep), AuditedThing.Findings, cancellation);
            return report;
        }
        catch (UserErrorException e)
        {
            throw new BadHttpRequestException(e.Message, e);
        }
    }

    /// <summary>A colon would lead to another place in the settings.</summary>
    private static string? Level(IQueryCollection query, string name) => query[name].ToString().Trim() switch
    {
        "" => null,
        string text when text.Contains(':', StringComparison.Ordinal) => throw new BadHttpRequestException($"{name} may have no colon: no setting can name it."),
        string text => text,
    };

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
