using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>The directory of the sample's settings, signing real tokens. Any call but for its two discovery documents fails.</summary>
internal sealed class FakeEntraId(TimeProvider clock) : HttpMessageHandler
{
    private static readonly string Tenant = TestApp.Sample()["EntraId:TenantId"]!;
    private static readonly string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";
    private static readonly RSA Key = RSA.Create(2048);

    public bool Down { get; set; }

    public string Token(string address, Action<JsonObject>? change = null, RSA? key = null)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        JsonObject claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = TestApp.Sample()["EntraId:ClientId"],
            ["tid"] = Tenant,
            ["sub"] = "pairwise",
            ["oid"] = "object",
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["preferred_username"] = address,
        };
        change?.Invoke(claims);
        string signed = $"{Part(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "key-1" })}.{Part(claims)}";
        return $"{signed}.{Part((key ?? Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public string Unsigned(string address) => $"{Part(new JsonObject { ["alg"] = "none", ["kid"] = "key-1" })}.{Token(address).Split('.')[1]}.";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RSAParameters key = Key.ExportParameters(false);
        object answer = request.RequestUri!.ToString() switch
        {
            string discovery when discovery == Issuer + "/.well-known/openid-configuration" => new { issuer = Issuer, jwks_uri = "https://login.microsoftonline.com/keys" },
            "https://login.microsoftonline.com/keys" => new { keys = new[] { new { kty = "RSA", use = "sig", kid = "key-1", n = Part(key.Modulus!), e = Part(key.Exponent!) } } },
            string other => throw new InvalidOperationException($"Nobody expected a call of {other}."),
        };
        return Down ? throw new HttpRequestException("The network is down.") : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(answer)) });
    }

    private static string Part(JsonObject json) => Part(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
