using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Http.Pages;
using OneOnOne.Http.SignIn;
using OneOnOne.Languages;

namespace OneOnOne.Http;

/// <summary>One error as whoever asked can read it: problem details for programs, a page for people.</summary>
/// <param name="detail">What to do about it; null for what can be said of the status alone.</param>
internal sealed class ErrorAnswer(int status, string? detail = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        (string title, string usual) = Words(status);
        IResult answer = IsForPeople(httpContext.Request)
            ? await httpContext.RequestServices.GetRequiredService<PageAnswers>().MessageAsync(httpContext, frame => Message(frame.Language, httpContext.Request), status)
            : TypedResults.Problem(detail ?? usual, title: title, statusCode: status);
        await answer.ExecuteAsync(httpContext);
    }

    /// <summary>Whether somebody looks at a page, rather than a program at the API.</summary>
    internal static bool IsForPeople(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private MessageModel Message(Language language, HttpRequest request)
    {
        (string title, string message) = Texts(status);
        string? signIn = status == StatusCodes.Status401Unauthorized ? BrowserSignIn.AddressFor(request) : null;
        return new MessageModel(language[title], language[message], signIn is null ? [] : [new PageLink(language[nameof(PageTexts.SignInAgain)], signIn)]) { Detail = detail };
    }

    private static (string Title, string Message) Texts(int status) => status switch
    {
        StatusCodes.Status400BadRequest => (nameof(PageTexts.NotUnderstood), nameof(PageTexts.NotUnderstoodMessage)),
        StatusCodes.Status401Unauthorized => (nameof(PageTexts.SignInFirst), nameof(PageTexts.SignInFirstMessage)),
        StatusCodes.Status403Forbidden => (nameof(PageTexts.NotForYou), nameof(PageTexts.NotForYouMessage)),
        StatusCodes.Status404NotFound => (nameof(PageTexts.NotFound), nameof(PageTexts.NotFoundMessage)),
        StatusCodes.Status429TooManyRequests => (nameof(PageTexts.TooOften), nameof(PageTexts.TooOftenMessage)),
        StatusCodes.Status503ServiceUnavailable => (nameof(PageTexts.NotNow), nameof(PageTexts.NotNowMessage)),
        >= StatusCodes.Status500InternalServerError => (nameof(PageTexts.Failed), nameof(PageTexts.FailedMessage)),
        _ => (nameof(PageTexts.NotUnderstood), nameof(PageTexts.RefusedMessage)),
    };

    private static (string Title, string Detail) Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("Not understood", "The request cannot be read. See /api/openapi.json for what there is."),
        StatusCodes.Status401Unauthorized => ("Sign in first", "This needs a sign-in that is valid now."),
        StatusCodes.Status403Forbidden => ("Not for you", "Your sign-in does not allow this."),
        StatusCodes.Status404NotFound => ("Not found", "There is nothing here. See /api/openapi.json for what there is."),
        StatusCodes.Status405MethodNotAllowed => ("Not this way", "This address does not know that method. See /api/openapi.json for what there is."),
        StatusCodes.Status413PayloadTooLarge => ("Too large", "The request's body is larger than anything that is asked for here."),
        StatusCodes.Status415UnsupportedMediaType => ("Not understood", "The request's body has to be JSON, with the content type application/json."),
        StatusCodes.Status429TooManyRequests => ("Too often", "More was asked for than one caller may in a minute. Try again after the seconds that Retry-After names."),
        StatusCodes.Status503ServiceUnavailable => ("Not now", "Sign-ins cannot be checked at present. Try again shortly."),
        >= 500 => ("Failed", "Something went wrong here. It was logged; try again later."),
        _ => ("Refused", "The request was refused."),
    };
}
