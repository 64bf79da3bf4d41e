using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Links;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Http.Briefs;

/// <summary>Briefs and findings on demand.</summary>
internal static class BriefEndpoints
{
    private const string AsOfMeaning = "The instant to answer for, such as 2026-11-20 or 2026-11-20T18:00:00Z; the newest snapshot's by default.";

    public static void MapBriefs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reps/{rep}", PageAsync).ExcludeFromDescription();
        routes.MapGet("/api/reps/{rep}/brief", BriefAsync).WithTags("Briefs").WithName("brief")
            .WithSummary("One half of a rep's brief as it would be composed now. The rep's half is for the rep, their manager and admins; the manager's half for the manager and admins.")
            .AlsoAs("text/html", "text/plain", "text/csv")
            .Produces<BriefJson.BriefHalf>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/api/findings", FindingsAsync).WithTags("Briefs").WithName("findings")
            .WithSummary("Every stall, slip and stage outlier of one rep, or of everybody whom the viewer may read.")
            .AlsoAs("text/csv")
            .Produces<FindingsJson.RepFinding[]>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>A brief as a page: ?for=rep (default) or manager, ?asOf=.</summary>
    private static Task<IResult> PageAsync(
        HttpContext http, string rep, string? @for, string? asOf, Reports reports, BriefRenderer renderer, PageAnswers pages, LinkMaker links, TimeProvider clock, AuditTrail trail, CancellationToken cancellation) =>
        BriefAsync(http, rep, @for, nameof(BriefFormat.Page), asOf, reports, renderer, pages, links, clock, trail, cancellation);

    private static async Task<IResult> BriefAsync(
        HttpContext http,
        [Description("A rep's id, or a name that only one has.")] string rep,
        [Description("Whose half: rep (default) or manager.")] string? @for,
        [Description("json (default), html as it is mailed, page as a browser shows it, text, or csv.")] string? format,
        [Description(AsOfMeaning)] string? asOf,
        Reports reports,
        BriefRenderer renderer,
        PageAnswers pages,
        LinkMaker links,
        TimeProvider clock,
        AuditTrail trail,
        CancellationToken cancellation)
    {
        Audience half = Query.Choice(@for, "for", Audience.Rep);
        BriefFormat form = Query.Choice(format, "format", BriefFormat.Json);
        DateTimeOffset instant = Query.Instant(asOf, "asOf") ?? await reports.DefaultAsOfAsync(cancellation);
        Person? person = await reports.TryFindAsync(Query.PathValue(rep), cancellation);

        // Somebody who may not read a rep must not learn whether the rep exists either.
        Viewer viewer = Viewer.Of(http.User);
        if (person is null || !viewer.MayRead(person, half))
        {
            await trail.RefusedAsync(viewer, person?.Id, AuditTrail.Of(half), cancellation);
            return viewer.IsAdmin ? throw Reports.Unknown(Query.PathValue(rep)) : TypedResults.Forbid();
        }

        await trail.ReadsAsync(viewer, person.Id, AuditTrail.Of(half), cancellation);
        BriefPair pair = await reports.BriefAsync(person, instant, cancellation);
        return form switch
        {
            BriefFormat.Page => await PageOfAsync(http, pages, new BriefModel(SheetBuilder.Of(BriefView.Of(pair, half), links.ForPage(viewer.Person, person, clock.GetUtcNow())), person, half, viewer.Person == person.Id)),
            BriefFormat.Html => Mail(http, (await renderer.RenderAsync(pair, half)).Html),
            BriefFormat.Text => TypedResults.Content((await renderer.RenderAsync(pair, half)).Text, "text/plain; charset=utf-8"),
            BriefFormat.Csv => CsvAnswer.Of(http, pair.Facts.Findings.Select(finding => (person.Id, finding))),
            _ => TypedResults.Content(BriefJson.Of(pair, half), "application/json; charset=utf-8"),
        };
    }

    private static Task<ContentHttpResult> PageOfAsync(HttpContext http, PageAnswers pages, BriefModel model)
    {
        SecurityHeaders.AllowBriefStyles(http.Response);
        return pages.OfAsync<BriefPage>(http, model);
    }

    private static ContentHttpResult Mail(HttpContext http, string html)
    {
        SecurityHeaders.AllowBriefStyles(http.Response);
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }

    private static async Task<IResult> FindingsAsync(
        HttpContext http,
        [Description("One rep alone: an id, or a name that only one has.")] string? rep,
        [Description("csv (default) or json.")] string? format,
        [Description(AsOfMeaning)] string? asOf,
        Reports reports,
        IBookStore books,
        AuditTrail trail,
        CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        FindingsFormat form = Query.Choice(format, "format", FindingsFormat.Csv);
        DateTimeOffset instant = Query.Instant(asOf, "asOf") ?? await reports.DefaultAsOfAsync(cancellation);
        Person? only = rep is null ? null : await reports.TryFindAsync(rep, cancellation);
        if (rep is not null && (only is null || !viewer.MayReadFindings(only)))
        {
            await trail.RefusedAsync(viewer, only?.Id, AuditedThing.Findings, cancellation);
            return viewer.IsAdmin ? throw Reports.Unknown(rep) : TypedResults.Forbid();
        }

        // Only what the viewer may read is computed: a rep's question must not cost a whole company's analyses.
        HashSet<PersonId> visible = [.. (await books.PeopleAsync(cancellation)).Where(viewer.MayReadFindings).Select(person => person.Id)];
        PersonId[] reps = only is null ? [.. (await books.RepsAsync(cancellation)).Where(visible.Contains)] : [only.Id];
        await trail.ReadsAsync(viewer, reps, AuditedThing.Findings, cancellation);
        List<(PersonId Rep, Finding Finding)> all = await reports.FindingsAsync(reps, instant, cancellation);
        return form == FindingsFormat.Json
            ? TypedResults.Content(FindingsJson.Of(all), "application/json; charset=utf-8")
            : CsvAnswer.Of(http, all);
    }

    private enum BriefFormat
    {
        Json,
        Html,
        Text,
        Csv,
        Page,
    }

    private enum FindingsFormat
    {
        Csv,
        Json,
    }
}
