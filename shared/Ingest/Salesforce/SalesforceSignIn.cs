using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Signs in with the app's secret, or with a key in a user's name (a JWT), and knows what Salesforce's refusals mean.</summary>
internal sealed class SalesforceSignIn(SalesforceSettings settings, TimeProvider clock) : ICrmManners
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static readonly TimeSpan JwtLife = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(30);

    private readonly Uri _url = settings.Url ?? throw new UserErrorException("Nothing says which Salesforce org to read. Set Salesforce__Url to its My Domain, such as https://acme.my.salesforce.com; docs/connectors.md has the rest.");

    public string Name => "Salesforce";

    /// <summary>Where the org is to be asked. Known with the first sign-in.</summary>
    public Uri? Instance { get; private set; }

    /// <summary>The org's id, or what comes nearest to it.</summary>
    public string? Organization { get; private set; }

    public async Task<string> SignInAsync(HttpClient http, CancellationToken cancellation)
    {
        if (settings.ClientId is null || (settings.ClientSecret is null && (settings.Username is null || settings.PrivateKey is null)))
        {
            throw new UserErrorException("Nobody can sign in to Salesforce yet. Set Salesforce__ClientId with Salesforce__ClientSecret, or with Salesforce__Username and Salesforce__PrivateKey; docs/connectors.md says where they come from.");
        }

        DateTimeOffset now = clock.GetUtcNow();
        (string? token, string error, DateTimeOffset? theirs) = await AskAsync(http, now, cancellation);
        if (token is null && settings.ClientSecret is null && theirs is { } at && (at - now).Duration() > ClocksDiffer)
        {
            // A JWT says until when it is good. By a clock that is wrong it is never good.
            (token, error, _) = await AskAsync(http, at, cancellation);
        }

        return token ?? throw new UserErrorException(error);
    }

    public Exception? Judge(HttpResponseMessage answer, string refusal)
    {
        (string code, string message) = SalesforceRefusal.Read(refusal);
        return code switch
        {
            "REQUEST_LIMIT_EXCEEDED" when message.Contains("Concurrent", StringComparison.OrdinalIgnoreCase) => new CrmBusyException("too many requests at once", answer.Headers.RetryAfter?.Delta),
            "REQUEST_LIMIT_EXCEEDED" => new UserErrorException(
                $"Salesforce's API requests of these 24 hours are used up{Usage(answer)}. What was read so far is kept: run the same again later, or ask Salesforce for more requests."),
            "API_DISABLED_FOR_ORG" or "API_CURRENTLY_DISABLED" => new UserErrorException($"Salesforce says that its API is switched off ({message}). Give the user who signs in the permission API Enabled, and check that the org's edition has the API."),
            "SERVER_UNAVAILABLE" => new CrmBusyException(message, answer.Headers.RetryAfter?.Delta),
            _ => null,
        };
    }

    private static string Usage(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Sforce-Limit-Info", out IEnumerable<string>? values) && values.First().Split("api-usage=") is [_, string usage] && usage.Split(',')[0].Split('/') is [string used, string most]
            ? $" ({used} of {most})"
            : "";

    private async Task<(string? Token, string Error, DateTimeOffset? At)> AskAsync(HttpClient http, DateTimeOffset now, CancellationToken cancellation)
    {
        Dictionary<string, string> form = settings.ClientSecret is { } secret
            ? new() { ["grant_type"] = "client_credentials", ["client_id"] = settings.ClientId!, ["client_secret"] = secret }
            : new() { ["grant_type"] = JwtBearer, ["assertion"] = Assertion(now) };
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage answer = await http.PostAsync(new Uri(_url, "/services/oauth2/token"), content, cancellation);
        string text = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return (Accept(text), "", null);
        }

        if (answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500 || Judge(answer, text) is CrmBusyException)
        {
            throw new CrmFailedException($"{(int)answer.StatusCode} at the sign-in", answer.Headers.RetryAfter?.Delta);
        }

        return (null, Explain(answer.StatusCode, text), answer.Headers.Date);
    }

    private string Accept(string text)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(text);
            string token = answer.RootElement.GetProperty("access_token").GetString()!;
            Instance = answer.RootElement.TryGetProperty("instance_url", out JsonElement instance) && instance.GetString() is { } address
                ? SalesforceSettings.Address(address) ?? throw new UserErrorException("Salesforce wants to be asked at an address that is not https. Check Salesforce__Url.")
                : _url;

            // https://login.salesforce.com/id/<organization>/<user>
            string[] id = answer.RootElement.TryGetProperty("id", out JsonElement identity) && identity.GetString() is { } link ? link.Split('/') : [];
            Organization = id.Length >= 2 ? SalesforceId.Long(id[^2]) : Instance.Host;
            return token;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CrmFailedException("The sign-in was answered with something else than a token.", null);
        }
    }

    private string Explain(HttpStatusCode status, string text)
    {
        (string code, string message) = SalesforceRefusal.Read(text);
        string advice = code switch
        {
            "invalid_client_id" => "Salesforce__ClientId is no app of this org. Check it, and that Salesforce__Url is the org's My Domain.",
            "invalid_client" => "Salesforce__ClientSecret does not belong to Salesforce__ClientId.",
            "invalid_grant" when settings.ClientSecret is not null => "Choose a run-as user in the app's client credentials flow.",
            "invalid_grant" => "Check Salesforce__Username and Salesforce__PrivateKey, that the app has the certificate of that key, and that an admin has approved the app for this user.",
            "unsupported_grant_type" => "Switch the client credentials flow on in the app, and sign in at the org's My Domain.",
            _ => "Check Salesforce__Url, the app's settings and the user who signs in.",
        };
        return string.Create(CultureInfo.InvariantCulture, $"Salesforce refuses the sign-in ({(code.Length > 0 ? code : (int)status)}: {message}). {advice} See docs/connectors.md.");
    }

    private string Assertion(DateTimeOffset now)
    {
        string audience = settings.Audience ?? (_url.Host.Contains(".sandbox.", StringComparison.OrdinalIgnoreCase) ? "https://test.salesforce.com" : "https://login.salesforce.com");
        string header = Part(new { alg = "RS256", typ = "JWT" });
        string claims = Part(new { iss = settings.ClientId, sub = settings.Username, aud = audience, exp = (now + JwtLife).ToUnixTimeSeconds() });
        using RSA key = RSA.Create();
        key.ImportFromPem(settings.PrivateKey);
        return $"{header}.{claims}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
