using System.Globalization;
using System.Net;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>How HubSpot says no. The token is a fixed one: a 401 is asked again once, since HubSpot gives it in passing as well.</summary>
internal sealed class HubSpotManners(string token) : ICrmManners
{
    private const int Locked = 423;
    private const int Migrating = 477;

    public string Name => "HubSpot";

    public Task<string> SignInAsync(HttpClient http, CancellationToken cancellation) => Task.FromResult(token);

    public Exception? Judge(HttpResponseMessage answer, string refusal) => (int)answer.StatusCode switch
    {
        (int)HttpStatusCode.Unauthorized => new UserErrorException(
            "HubSpot does not accept the token. Set HubSpot__Token to the access token that the private app shows under Auth; one that was rotated no longer counts."),
        (int)HttpStatusCode.TooManyRequests => TooMany(answer, Member(refusal, "policyName") ?? (refusal.Contains("daily limit", StringComparison.OrdinalIgnoreCase) ? "DAILY" : null)),
        Locked => new CrmFailedException("423 Locked", TimeSpan.FromSeconds(2)),
        Migrating => new CrmFailedException("477 Migration in progress", answer.Headers.RetryAfter?.Delta),
        >= 500 => new CrmFailedException($"{(int)answer.StatusCode} {answer.ReasonPhrase}", answer.Headers.RetryAfter?.Delta),
        _ => null,
    };

    /// <summary>The scopes that a refusal names; null where it is about something else.</summary>
    public static string? MissingScopes(CrmRefusedException refused)
    {
        if (refused.Status != HttpStatusCode.Forbidden)
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(refused.Refusal);
            string[] scopes = [.. Texts(json.RootElement, "requiredGranularScopes").Concat(Texts(json.RootElement, "requiredScopes")).Distinct(StringComparer.Ordinal)];
            return scopes.Length == 0 ? "" : string.Join(" or ", scopes);
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static Exception TooMany(HttpResponseMessage answer, string? policy) => policy?.ToUpperInvariant() switch
    {
        "DAILY" => new UserErrorException(
            "HubSpot's daily allowance of requests is used up. It is whole again at midnight in the account's time zone; what was read so far is kept: run the same again then."),
        "SECONDLY" => new CrmBusyException("SECONDLY", answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1)),
        _ => new CrmBusyException(policy ?? "429", answer.Headers.RetryAfter?.Delta ?? Interval(answer)),
    };

    /// <summary>How long the window is that the requests are counted in.</summary>
    private static TimeSpan Interval(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-HubSpot-RateLimit-Interval-Milliseconds", out IEnumerable<string>? values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.FromSeconds(10);

    private static string? Member(string json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>They have stood in different places of the answer over the years.</summary>
    private static IEnumerable<string> Texts(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == name && member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().Select(one => one.ToString()) : Texts(member.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Texts(one, name)),
        _ => [],
    };
}
