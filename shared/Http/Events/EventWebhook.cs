using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using OneOnOne.Http.Limits;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Http.Events;

/// <summary>
/// Where SendGrid posts what became of mails. Nobody signs in here: what counts is the signature over the very bytes that came,
/// checked before anything reads them. SendGrid posts again for a day after any answer but 2xx, so that what a mended setting or a
/// store that is back would help against is refused, and what no repetition makes better is taken and logged.
/// </summary>
internal sealed partial class EventWebhook(EventWebhookSettings settings, LimitSettings limits, EventStep step, TimeProvider clock, ILogger<EventWebhook> log)
{
    public const string Path = "/api/sendgrid/events";
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>Long enough for clocks that differ, short for whoever recorded a post. The same post twice within it changes nothing.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <returns>204; 404 without a key, 401 for a bad signature or an old one, 413 for too much, 503 when it could not be written down.</returns>
    public async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (settings.Key is not { } key)
        {
            return TypedResults.NotFound();
        }

        if (One(request.Headers[SignatureHeader]) is not { } signature || One(request.Headers[TimestampHeader]) is not { } timestamp)
        {
            return Refuse(StatusCodes.Status401Unauthorized, "unsigned");
        }

        if (!IsFresh(timestamp))
        {
            return Refuse(StatusCodes.Status401Unauthorized, "not-fresh");
        }

        if (await BodyAsync(request, cancellation) is not { } body)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, "too-large");
        }

        return key.HasSigned(timestamp, body.Span, signature) ? await RecordAsync(body, cancellation) : Refuse(StatusCodes.Status401Unauthorized, "bad-signature");
    }

    private async Task<IResult> RecordAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (SendGridEvents.Read(body) is not { } events)
        {
            LogUnreadable(log);
            return TypedResults.NoContent();
        }

        try
        {
            await step.RecordAsync(events, cancellation);
            return TypedResults.NoContent();
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogNotRecorded(log, failure.GetType().Name, failure.StackTrace);
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private StatusCodeHttpResult Refuse(int status, string code)
    {
        LogRefused(log, code);
        return TypedResults.StatusCode(status);
    }

    private bool IsFresh(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Fresh;

    /// <returns>Null when it is longer than allowed, whatever its length was said to be.</returns>
    private async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > limits.BodyBytes)
        {
            return null;
        }

        // One more than there should be, which tells that there is more.
        byte[] bytes = new byte[(request.ContentLength ?? limits.BodyBytes) + 1];
        int length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length < bytes.Length ? bytes.AsMemory(0, length) : null;
    }

    private static string? One(StringValues values) => values is [{ Length: > 0 } value] ? value : null;

    /// <summary>Says why and nothing that came: anybody may post here.</summary>
    [LoggerMessage(1, LogLevel.Warning, "Events that were posted as SendGrid's were refused: {Code}", EventName = "EventsRefused")]
    private static partial void LogRefused(ILogger log, string code);

    [LoggerMessage(2, LogLevel.Warning, "Events that SendGrid has signed cannot be read and are left out", EventName = "EventsUnreadable")]
    private static partial void LogUnreadable(ILogger log);

    [LoggerMessage(3, LogLevel.Error, "SendGrid's events could not be written down and will come again: {Failure}\n{Stack}", EventName = "EventsNotRecorded")]
    private static partial void LogNotRecorded(ILogger log, string failure, string? stack);
}

internal static class EventWebhookRoute
{
    public static void MapEventWebhook(this IEndpointRouteBuilder routes) => routes
        .MapPost(EventWebhook.Path, (HttpRequest request, EventWebhook webhook, CancellationToken cancellation) => webhook.ReceiveAsync(request, cancellation))
        .AllowAnonymous()
        .LimitEvents();
}
