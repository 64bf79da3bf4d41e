using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Http.Pages;
using OneOnOne.Http.SignIn;

namespace OneOnOne.Http;

/// <summary>One error as whoever asked can read it: problem details for programs, a page for people.</summary>
/// <param name="detail">What to do about it; null for what can be said of the status alone.</param>
internal sealed class ErrorAnswer(int status, string? detail = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        (string title, string usual) = Words(status);
        IResult answer = IsForPeople(httpContext.Request)
            ? TypedResults.Content(
                await httpContext.RequestServices.GetRequiredService<BriefRenderer>().PageAsync<MessagePage>(new Dictionary<string, object?>
                {
                    [nameof(MessagePage.Title)] = title,
                    [nameof(MessagePage.Message)] = detail ?? usual,
                    [nameof(MessagePage.SignInAt)] = status == StatusCodes.Status401Unauthorized ? BrowserSignIn.AddressFor(httpContext.Request) : null,
                }),
                "text/html; charset=utf-8",
                statusCode: status)
            : TypedResults.Problem(detail ?? usual, title: title, statusCode: status);
        await answer.ExecuteAsync(httpContext);
    }

    /// <summary>Whether somebody looks at a page, rather than a program at the API.</summary>
    internal static bool IsForPeople(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

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
