using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneOnOne.Http.SignIn;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>A directory that signs real tokens. Only its wire is made up: it answers the two discovery addresses, and fails on any other.</summary>
internal sealed class FakeEntraId(TimeProvider clock) : HttpMessageHandler
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    public const string Client = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    public const string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    private static readonly RSA First = RSA.Create(2048); // Making one takes longer than all else here.

    private readonly List<(string Id, RSA Key)> _keys = [("key-1", First)];

    public static EntraId Settings { get; } = new() { TenantId = Tenant, ClientId = Client };

    public bool Down { get; set; }

    /// <summary>How often the discovery document was asked for.</summary>
    public int Fetches { get; private set; }

    public string NewestKey => _keys[^1].Id;

    public RSA Signer => _keys[^1].Key;

    public void Rotate() => _keys.Add(($"key-{_keys.Count + 1}", RSA.Create(2048)));

    /// <summary>A token of somebody who signed in with this address; <paramref name="change"/> has the last word about its claims.</summary>
    public string Token(string? address, Action<JsonObject>? change = null) => Sign(Claims(address, change), NewestKey, _keys[^1].Key);

    /// <summary>The newest key's signature under a header of somebody's choice.</summary>
    public string Token(JsonObject header, JsonObject claims) => Token(header, claims, signed => _keys[^1].Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public JsonObject Claims(string? address, Action<JsonObject>? change = null)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        JsonObject claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["tid"] = Tenant,
            ["ver"] = "2.0",
            ["sub"] = "pairwise-" + address,
            ["oid"] = "object-" + address,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
        };
        if (address is not null)
        {
            claims["preferred_username"] = address;
        }

        change?.Invoke(claims);
        return claims;
    }

    public static string Sign(JsonObject claims, string? keyId, RSA key) =>
        Token(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId }, claims, signed => key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>What an attacker makes of the public key: a secret to sign with.</summary>
    public string SignedWithThePublicKey(JsonObject claims) => Token(
        new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = NewestKey },
        claims,
        signed => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_keys[^1].Key.ExportSubjectPublicKeyInfoPem()), signed));

    public static string Unsigned(JsonObject claims, string keyId) => Token(new JsonObject { ["alg"] = "none", ["typ"] = "JWT", ["kid"] = keyId }, claims, _ => []);

    public static string Token(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        string signed = $"{Part(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Part(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Part(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal(HttpMethod.Get, request.Method);
        string? answer = request.RequestUri!.ToString() switch
        {
            Issuer + "/.well-known/openid-configuration" => Discovery(),
            $"https://login.microsoftonline.com/{Tenant}/discovery/v2.0/keys" => Keys(),
            string other => throw new InvalidOperationException($"Nobody expected a call of {other}."),
        };
        return Down ? throw new HttpRequestException("The network is down.") : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") });
    }

    private string Discovery()
    {
        Fetches++;
        return JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = $"https://login.microsoftonline.com/{Tenant}/discovery/v2.0/keys" });
    }

    private string Keys() => JsonSerializer.Serialize(new
    {
        keys = _keys.Select(one => one.Key.ExportParameters(false) is var key
            ? new { kty = "RSA", use = "sig", kid = one.Id, n = Part(key.Modulus!), e = Part(key.Exponent!), issuer = Issuer }
            : null),
    });

    private static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
