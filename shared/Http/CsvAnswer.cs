using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;

namespace OneOnOne.Http;

internal static class CsvAnswer
{
    /// <summary>A file to keep, under a name of ours: a browser must not take it for a page, nor its name from the address.</summary>
    public static ContentHttpResult Of(HttpContext http, IEnumerable<(PersonId Rep, Finding Finding)> findings)
    {
        http.Response.Headers.ContentDisposition = "attachment; filename=\"findings.csv\"";
        return TypedResults.Content(FindingsCsv.Text(findings), "text/csv; charset=utf-8");
    }
}
