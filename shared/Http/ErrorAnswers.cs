using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneOnOne.Http;

/// <summary>Gives every error a body that says what to do: problem details for programs, a page for people. Never what was inside.</summary>
internal sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
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

        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null or 0 } response)
        {
            await new ErrorAnswer(response.StatusCode).ExecuteAsync(context);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed: {Type} {Stack}")]
    private static partial void LogFailed(ILogger log, string type, string? stack);
}
