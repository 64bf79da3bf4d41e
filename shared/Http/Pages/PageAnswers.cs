using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OneOnOne.Briefs;

namespace OneOnOne.Http.Pages;

internal static class PageAnswers
{
    /// <summary>A page whose one parameter is its model.</summary>
    public static async Task<ContentHttpResult> AnswerAsync<T>(this BriefRenderer renderer, object model)
        where T : IComponent =>
        TypedResults.Content(await renderer.PageAsync<T>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model }), "text/html; charset=utf-8");
}
