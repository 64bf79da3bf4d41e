using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Findings;

/// <summary>The findings table, of one rep or of everybody whom the viewer may read, and the same rows as a file.</summary>
internal static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/findings", PageAsync).ExcludeFromDescription();
        routes.MapGet("/findings.csv", FileAsync).ExcludeFromDescription();
        routes.MapGet("/reps/{rep}/findings", RepPageAsync).ExcludeFromDescription();
        routes.MapGet("/reps/{rep}/findings.csv", RepFileAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> PageAsync(HttpContext http, string? asOf, Reports reports, FindingBook book, AuditTrail trail, PageAnswers pages, CancellationToken cancellation)
    {
        FindingQuery query = FindingQuery.Of(http.Request.Query);
        return await RepsAsync(http, query.Filter, reports, book, trail, cancellation) is { } reps
            ? await TableAsync(http, null, reps, query, asOf, reports, book, pages, cancellation)
            : TypedResults.Forbid();
    }

    private static async Task<IResult> FileAsync(HttpContext http, string? asOf, Reports reports, FindingBook book, AuditTrail trail, CancellationToken cancellation)
    {
        FindingQuery query = Readable(http);
        return await RepsAsync(http, query.Filter, reports, book, trail, cancellation) is { } reps
            ? await RowsAsync(http, FindingBook.Asked(reps, query.Filter), query.Filter, asOf, reports, book, cancellation)
            : TypedResults.Forbid();
    }

    private static async Task<IResult> RepPageAsync(HttpContext http, string rep, string? asOf, Reports reports, FindingBook book, AuditTrail trail, PageAnswers pages, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        FindingQuery query = FindingQuery.Of(http.Request.Query);
        return await viewer.FindRepAsync(rep, AuditedThing.Findings, reports, trail, cancellation) is { } person
            ? await TableAsync(http, person, [person], query with { Filter = query.Filter with { Rep = null, Team = null } }, asOf, reports, book, pages, cancellation)
            : TypedResults.Forbid();
    }

    private static async Task<IResult> RepFileAsync(HttpContext http, string rep, string? asOf, Reports reports, FindingBook book, AuditTrail trail, CancellationToken cancellation)
    {
        FindingQuery query = Readable(http);
        return await Viewer.Of(http.User).FindRepAsync(rep, AuditedThing.Findings, reports, trail, cancellation) is { } person
            ? await RowsAsync(http, [person], query.Filter with { Rep = null, Team = null }, asOf, reports, book, cancellation)
            : TypedResults.Forbid();
    }

    /// <summary>Everybody to choose from; what is read of those that the filter asks for is written down.</summary>
    /// <returns>Null where the filter names somebody whom the viewer may not read, whether they exist or not.</returns>
    /// <exception cref="UserErrorException">An admin asked for nobody.</exception>
    private static async Task<ImmutableArray<Person>?> RepsAsync(HttpContext http, FindingFilter filter, Reports reports, FindingBook book, AuditTrail trail, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        ImmutableArray<Person> reps = await book.RepsAsync(viewer, cancellation);
        if (filter.Rep is { } one && !reps.Any(rep => rep.Id == one))
        {
            return await viewer.FindRepAsync(one.Value, AuditedThing.Findings, reports, trail, cancellation) is null ? null : reps;
        }

        await trail.ReadsAsync(viewer, FindingBook.Asked(reps, filter).Select(rep => rep.Id), AuditedThing.Findings, cancellation);
        return reps;
    }

    private static async Task<IResult> TableAsync(HttpContext http, Person? only, ImmutableArray<Person> reps, FindingQuery query, string? asOf, Reports reports, FindingBook book, PageAnswers pages, CancellationToken cancellation)
    {
        DateTimeOffset instant = Query.Instant(asOf, nameof(asOf)) ?? await reports.DefaultAsOfAsync(cancellation);
        ImmutableArray<FindingRow> read = await book.ReadAsync(FindingBook.Asked(reps, query.Filter), instant, cancellation);
        ImmutableArray<FindingRow> kept = FindingList.Of(read, query.Filter, await book.StagesAsync(cancellation));
        FindingRow[] deals = [.. kept.DistinctBy(row => row.Deal.Id)];
        FindingsModel model = new(
            only,
            only is not null && Viewer.Of(http.User).Person == only.Id,
            query.Filter,
            query.Mistake,
            [],
            kept.Length,
            deals.Length,
            Money.SumByCurrency(deals.Select(row => row.Deal.Amount)),
            query.Page,
            await book.ChoicesAsync(reps, read, query.Filter, cancellation),
            instant);
        int page = Math.Min(query.Page, model.Pages);
        SecurityHeaders.AllowOwnForms(http.Response);
        return await pages.OfAsync<FindingsPage>(
            http,
            model with { Page = page, Rows = [.. kept.Skip((page - 1) * FindingsModel.PageLength).Take(FindingsModel.PageLength)] },
            query.Mistake is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> RowsAsync(HttpContext http, ImmutableArray<Person> reps, FindingFilter filter, string? asOf, Reports reports, FindingBook book, CancellationToken cancellation)
    {
        DateTimeOffset instant = Query.Instant(asOf, nameof(asOf)) ?? await reports.DefaultAsOfAsync(cancellation);
        ImmutableArray<FindingRow> kept = FindingList.Of(await book.ReadAsync(reps, instant, cancellation), filter, await book.StagesAsync(cancellation));
        return CsvAnswer.Of(http, kept.Select(row => (row.Rep.Id, row.Finding)));
    }

    /// <summary>A file has no place to say what was wrong with the filter.</summary>
    private static FindingQuery Readable(HttpContext http)
    {
        FindingQuery query = FindingQuery.Of(http.Request.Query);
        return query.Mistake is { } mistake ? throw new BadHttpRequestException(Language.English[mistake]) : query;
    }
}
