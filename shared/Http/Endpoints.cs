using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Events;
using OneOnOne.Http.Journal;
using OneOnOne.Http.Pages;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http;

/// <summary>The pages and the reports on demand, defined once and served by both shells. Everything needs a sign-in but /health.</summary>
public static class Endpoints
{
    public static void MapOneOnOne(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => TypedResults.Text("ok")).AllowAnonymous();
        routes.MapEventWebhook();
        RouteGroupBuilder signedIn = routes.MapGroup("").RequireAuthorization().AddEndpointFilter<UserErrors>();
        signedIn.MapGet("/", HomeAsync);
        signedIn.MapGet("/reps/{rep}", PageAsync);
        signedIn.MapGet("/reps/{rep}/findings.csv", FindingsOfAsync);
        signedIn.MapGet("/api/reps/{rep}/brief", BriefAsync);
        signedIn.MapGet("/api/findings", FindingsAsync);
        signedIn.MapGet("/api/runs", RunsAsync);
        signedIn.MapJournal();
    }

    private static async Task<IResult> HomeAsync(HttpContext http, Home home, BriefRenderer renderer, CancellationToken cancellation)
    {
        HomeModel model = await home.ForAsync(Viewer.Of(http.User), cancellation);
        return TypedResults.Content(await renderer.PageAsync<HomePage>(new Dictionary<string, object?> { [nameof(HomePage.Model)] = model }), "text/html; charset=utf-8");
    }

    /// <summary>A brief as a page: ?for=rep (default) or manager, ?asOf=.</summary>
    private static Task<IResult> PageAsync(HttpContext http, string rep, string? @for, string? asOf, Reports reports, BriefRenderer renderer, CancellationToken cancellation) =>
        BriefAsync(http, rep, @for, nameof(BriefFormat.Page), asOf, reports, renderer, cancellation);

    /// <summary>One half: ?for=rep or manager, ?format=json (default), html, text or csv, ?asOf=.</summary>
    private static async Task<IResult> BriefAsync(
        HttpContext http, string rep, string? @for, string? format, string? asOf, Reports reports, BriefRenderer renderer, CancellationToken cancellation)
    {
        Audience half = Query.Choice(@for, "for", Audience.Rep);
        BriefFormat form = Query.Choice(format, "format", BriefFormat.Json);
        DateTimeOffset instant = Query.Instant(asOf, "asOf") ?? await reports.DefaultAsOfAsync(cancellation);
        Person? person = await reports.TryFindAsync(Query.PathValue(rep), cancellation);

        // Somebody who may not read a rep must not learn whether the rep exists either.
        if (person is null || !Viewer.Of(http.User).MayRead(person, half))
        {
            return Viewer.Of(http.User).IsAdmin ? throw Reports.Unknown(Query.PathValue(rep)) : TypedResults.Forbid();
        }

        BriefPair pair = await reports.BriefAsync(person, instant, cancellation);
        return form switch
        {
            BriefFormat.Page => TypedResults.Content(await renderer.RenderPageAsync(pair, half), "text/html; charset=utf-8"),
            BriefFormat.Html => TypedResults.Content((await renderer.RenderAsync(pair, half)).Html, "text/html; charset=utf-8"),
            BriefFormat.Text => TypedResults.Content((await renderer.RenderAsync(pair, half)).Text, "text/plain; charset=utf-8"),
            BriefFormat.Csv => TypedResults.Content(FindingsCsv.Text(pair.Facts.Findings.Select(finding => (person.Id, finding))), "text/csv; charset=utf-8"),
            _ => TypedResults.Content(BriefJson.Of(pair, half), "application/json; charset=utf-8"),
        };
    }

    /// <summary>All findings of one rep (?rep=) or of everybody whom the viewer may read: ?format=csv (default) or json, ?asOf=.</summary>
    private static async Task<IResult> FindingsAsync(
        HttpContext http, string? rep, string? format, string? asOf, Reports reports, IBookStore books, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        FindingsFormat form = Query.Choice(format, "format", FindingsFormat.Csv);
        DateTimeOffset instant = Query.Instant(asOf, "asOf") ?? await reports.DefaultAsOfAsync(cancellation);
        Person? only = rep is null ? null : await reports.TryFindAsync(rep, cancellation);
        if (rep is not null && (only is null || !viewer.MayReadFindings(only)))
        {
            return viewer.IsAdmin ? throw Reports.Unknown(rep) : TypedResults.Forbid();
        }

        // Only what the viewer may read is computed: a rep's question must not cost a whole company's analyses.
        HashSet<PersonId> visible = [.. (await books.PeopleAsync(cancellation)).Where(viewer.MayReadFindings).Select(person => person.Id)];
        IEnumerable<PersonId> reps = only is null ? (await books.RepsAsync(cancellation)).Where(visible.Contains) : [only.Id];
        List<(PersonId Rep, Finding Finding)> all = await reports.FindingsAsync(reps, instant, cancellation);
        return form == FindingsFormat.Json
            ? TypedResults.Content(FindingsJson.Of(all), "application/json; charset=utf-8")
            : TypedResults.Content(FindingsCsv.Text(all), "text/csv; charset=utf-8");
    }

    private static Task<IResult> FindingsOfAsync(HttpContext http, string rep, string? asOf, Reports reports, IBookStore books, CancellationToken cancellation) =>
        FindingsAsync(http, Query.PathValue(rep), nameof(FindingsFormat.Csv), asOf, reports, books, cancellation);

    private static async Task<IResult> RunsAsync(HttpContext http, IRunStore runs, CancellationToken cancellation)
    {
        if (!Viewer.Of(http.User).IsAdmin)
        {
            return TypedResults.Forbid();
        }

        List<RunSummary> all = await runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellation).ToListAsync(cancellation);
        return TypedResults.Content(Json.Text(new { runs = all, deadLetters = await runs.DeadLettersAsync(cancellation) }), "application/json; charset=utf-8");
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

/// <summary>Reads what came with a request. What is not allowed is the caller's mistake and is told as one.</summary>
internal static class Query
{
    public static T Choice<T>(string? text, string name, T otherwise)
        where T : struct, Enum => text is null
            ? otherwise
            : Values.Named<T>(text) ?? throw new BadHttpRequestException($"{name} must be one of: {string.Join(", ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}.");

    public static DateTimeOffset? Instant(string? text, string name) => text is null
        ? null
        : DateTimeOffset.TryParseExact(text, Instants.Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : throw new BadHttpRequestException($"{name} must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.");

    /// <summary>Routing leaves an encoded slash as it is, and CRM ids may have one.</summary>
    public static string PathValue(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
