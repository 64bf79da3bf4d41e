using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OneOnOne.Briefs;
using OneOnOne.Http.Pages;

namespace OneOnOne.Http;

/// <summary>Gives every error a body that says what to do: problem details for programs, a page for people. Never what was inside.</summary>
internal sealed partial class ErrorAnswers(RequestDelegate next, BriefRenderer renderer, ILogger<ErrorAnswers> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            context.Response.ContentType = null;
            context.Response.ContentLength = null;
            if (e is not BadHttpRequestException)
            {
                LogFailed(log, e.GetType().Name, e.StackTrace);
            }
        }

        HttpResponse response = context.Response;
        if (response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null or 0 })
        {
            (string title, string detail) = Words(response.StatusCode);
            IResult answer = IsForPeople(context.Request)
                ? TypedResults.Content(
                    await renderer.PageAsync<MessagePage>(new Dictionary<string, object?> { [nameof(MessagePage.Title)] = title, [nameof(MessagePage.Message)] = detail }),
                    "text/html; charset=utf-8",
                    statusCode: response.StatusCode)
                : TypedResults.Problem(detail, title: title, statusCode: response.StatusCode);
            await answer.ExecuteAsync(context);
        }
    }

    private static bool IsForPeople(HttpRequest request) =>
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
        StatusCodes.Status503ServiceUnavailable => ("Not now", "Sign-ins cannot be checked at present. Try again shortly."),
        >= 500 => ("Failed", "Something went wrong here. It was logged; try again later."),
        _ => ("Refused", "The request was refused."),
    };

    [LoggerMessage(1, LogLevel.Error, "A request failed: {Type} {Stack}")]
    private static partial void LogFailed(ILogger log, string type, string? stack);
}
