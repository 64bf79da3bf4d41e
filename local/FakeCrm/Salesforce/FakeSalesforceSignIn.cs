using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>The token endpoint: client credentials, and JWT bearer with its signature checked. Tokens are good until they are taken back.</summary>
internal sealed class FakeSalesforceSignIn : IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private readonly RSA _key = RSA.Create(2048);

    public string ClientId { get; } = "3MVG9" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public string ClientSecret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public string Username { get; } = "integration@made-up.example";

    /// <summary>What belongs to the certificate that the made-up app was given.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    public int SignIns { get; private set; }

    public bool IsGood(string? authorization) => authorization?.StartsWith("Bearer ", StringComparison.Ordinal) == true && _tokens.ContainsKey(authorization["Bearer ".Length..]);

    public void TakeBack(string authorization) => _tokens.TryRemove(authorization["Bearer ".Length..], out _);

    public void TakeAllBack() => _tokens.Clear();

    public void Dispose() => _key.Dispose();

    public async Task<(int Status, object Answer)> AnswerAsync(HttpRequest request, string address, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Refuse("unsupported_grant_type", "grant type not supported");
        }

        IFormCollection form = await request.ReadFormAsync(cancellation);
        (string? error, string? about) = form["grant_type"].ToString() switch
        {
            "client_credentials" => Client(form, request.Headers.Authorization.ToString()),
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => Assertion(form["assertion"].ToString(), address, now),
            "" => ("invalid_request", "missing required parameter: grant_type"),
            _ => ("unsupported_grant_type", "grant type not supported"),
        };
        if (error is not null)
        {
            return Refuse(error, about!);
        }

        SignIns++;
        string organization = FakeSalesforceId.Of("00D", "org");
        string token = $"{FakeSalesforceId.Short(organization)}!{Convert.ToHexString(RandomNumberGenerator.GetBytes(24))}";
        _tokens[token] = true;
        return (200, new
        {
            access_token = token,
            signature = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            scope = "api",
            instance_url = address,
            id = $"{address}/id/{organization}/{FakeSalesforceId.Of("005", "integration")}",
            token_type = "Bearer",
            issued_at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        });
    }

    private (string? Error, string? About) Client(IFormCollection form, string authorization)
    {
        (string id, string secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (authorization.StartsWith("Basic ", StringComparison.Ordinal))
        {
            string[] both = Encoding.UTF8.GetString(Convert.FromBase64String(authorization["Basic ".Length..])).Split(':', 2);
            (id, secret) = (both[0], both[^1]);
        }

        return id != ClientId ? ("invalid_client_id", "client identifier invalid")
            : secret != ClientSecret ? ("invalid_client", "invalid client credentials")
            : (null, null);
    }

    private (string? Error, string? About) Assertion(string assertion, string address, DateTimeOffset now)
    {
        string[] parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            return ("invalid_grant", "invalid assertion");
        }

        try
        {
            using JsonDocument header = JsonDocument.Parse(Bytes(parts[0]));
            using JsonDocument claims = JsonDocument.Parse(Bytes(parts[1]));
            DateTimeOffset until = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64());
            return header.RootElement.GetProperty("alg").GetString() != "RS256" || !_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? ("invalid_grant", "invalid assertion")
                : claims.RootElement.GetProperty("iss").GetString() != ClientId ? ("invalid_client_id", "client identifier invalid")
                : claims.RootElement.GetProperty("aud").GetString() is not { } audience || (audience != "https://login.salesforce.com" && audience != address) ? ("invalid_grant", "audience is invalid")
                : claims.RootElement.GetProperty("sub").GetString() != Username ? ("invalid_grant", "user hasn't approved this consumer")
                : until <= now || until > now + LongestLife ? ("invalid_grant", "expired authorization code")
                : (null, null);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return ("invalid_grant", "invalid assertion");
        }
    }

    private static byte[] Bytes(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);

    private static (int, object) Refuse(string error, string about) => (400, new { error, error_description = about });
}
