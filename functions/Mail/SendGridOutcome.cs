using System.Globalization;
using System.Net.Http.Headers;
using OneOnOne.Pipeline;
using SendGrid;

namespace OneOnOne.Functions.Mail;

/// <summary>What SendGrid's answer says about the mail. When in doubt it may be out.</summary>
internal static class SendGridOutcome
{
    private const string RateLimitReset = "X-RateLimit-Reset";

    /// <summary>A brief is prepared a day ahead; an answer that says to wait longer is not believed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    public static PostResult Of(Response response, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        string code = "http-" + status.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            // 202 in earnest, 200 in sandbox mode.
            >= 200 and < 300 => new PostResult(PostOutcome.Accepted, MessageId: First(response.Headers, "X-Message-Id")),
            429 or 503 => new PostResult(PostOutcome.Deferred, code, RetryAfter: Wait(response.Headers, now)),
            >= 400 and < 500 => new PostResult(PostOutcome.Refused, code),
            _ => new PostResult(PostOutcome.Unknown, code),
        };
    }

    /// <summary>Nothing was sent, because nobody was there to send it to.</summary>
    public static bool NeverReached(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan? wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Reset(headers) - now,
        };
        return wait is { } some ? TimeSpan.FromTicks(Math.Clamp(some.Ticks, ShortestWait.Ticks, LongestWait.Ticks)) : null;
    }

    private static DateTimeOffset? Reset(HttpResponseHeaders headers) =>
        long.TryParse(First(headers, RateLimitReset), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
