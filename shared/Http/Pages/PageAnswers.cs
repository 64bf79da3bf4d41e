using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OneOnOne.Briefs;

namespace OneOnOne.Http.Pages;

/// <summary>Answers with pages of this house, each in its viewer's frame.</summary>
internal sealed class PageAnswers(BriefRenderer renderer, Frames frames)
{
    /// <summary>A page whose one parameter is its model.</summary>
    public async Task<ContentHttpResult> OfAsync<TPage>(HttpContext http, object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        Answer(await HtmlAsync<TPage>(await frames.OfAsync(http, http.RequestAborted), nameof(PageView<>.Model), model), status);

    /// <summary>A title and a sentence.</summary>
    public async Task<ContentHttpResult> MessageAsync(HttpContext http, Func<Frame, MessageModel> message, int status = StatusCodes.Status200OK)
    {
        // Whoever is refused, or asks too much, must not cost reads; and a store that fails cannot be asked whose language to fail in.
        bool bare = status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
        Frame frame = bare ? frames.Bare(http) : await frames.OfAsync(http, http.RequestAborted);
        return Answer(await HtmlAsync<MessagePage>(frame, nameof(MessagePage.Model), message(frame)), status);
    }

    private static ContentHttpResult Answer(string html, int status) => TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);

    private Task<string> HtmlAsync<TPage>(Frame frame, string name, object model)
        where TPage : IComponent =>
        renderer.PageAsync<PageRoot>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(PageRoot.Frame)] = frame,
            [nameof(PageRoot.Page)] = typeof(TPage),
            [nameof(PageRoot.Parameters)] = new Dictionary<string, object>(StringComparer.Ordinal) { [name] = model },
        });
}
