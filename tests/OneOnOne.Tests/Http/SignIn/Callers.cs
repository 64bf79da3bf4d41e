using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OneOnOne.Http;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>Everybody who may knock, by name: what they carry in hand.</summary>
internal static class Callers
{
    private static RSA Stranger { get; } = RSA.Create(2048);

    /// <summary>Tokens that nobody may get in with, each with what the answer says is wrong.</summary>
    public static IReadOnlyDictionary<string, (Func<FakeEntraId, string> Token, string Wrong)> Refused { get; } = new Dictionary<string, (Func<FakeEntraId, string>, string)>
    {
        ["expired"] = (directory => directory.Token("rob@example.com", claims => Shift(claims, -4000)), "expired"),
        ["no expiry"] = (directory => directory.Token("rob@example.com", claims => claims.Remove("exp")), "expired"),
        ["not yet valid"] = (directory => directory.Token("rob@example.com", claims => Shift(claims, 4000)), "not yet valid"),
        ["wrong issuer"] = (directory => directory.Token("rob@example.com", claims => claims["iss"] = "https://evil.example/v2.0"), "wrong issuer"),
        ["version 1.0"] = (directory => directory.Token("rob@example.com", claims => claims["iss"] = $"https://sts.windows.net/{FakeEntraId.Tenant}/"), "wrong issuer"),
        ["another tenant's issuer"] = (directory => directory.Token("rob@example.com", claims => claims["iss"] = FakeEntraId.Issuer.Replace('1', '9')), "wrong issuer"),
        ["wrong tenant"] = (directory => directory.Token("rob@example.com", claims => claims["tid"] = "99999999-2222-3333-4444-555555555555"), "wrong tenant"),
        ["no tenant"] = (directory => directory.Token("rob@example.com", claims => claims.Remove("tid")), "wrong tenant"),
        ["wrong audience"] = (directory => directory.Token("rob@example.com", claims => claims["aud"] = "00000003-0000-0000-c000-000000000000"), "wrong audience"),
        ["audience with a slash"] = (directory => directory.Token("rob@example.com", claims => claims["aud"] = FakeEntraId.Client + "/"), "wrong audience"),
        ["no audience"] = (directory => directory.Token("rob@example.com", claims => claims.Remove("aud")), "wrong audience"),
        ["alg none"] = (directory => FakeEntraId.Unsigned(Admin(directory), directory.NewestKey), "wrong algorithm"),
        ["signed with the public key"] = (directory => directory.SignedWithThePublicKey(Admin(directory)), "wrong algorithm"),
        ["RS512"] = (directory => FakeEntraId.Token(new JsonObject { ["alg"] = "RS512", ["kid"] = directory.NewestKey }, Admin(directory), _ => [1]), "wrong algorithm"),
        ["unknown key"] = (directory => FakeEntraId.Sign(Admin(directory), "key-of-nobody", Stranger), "unknown key"),
        ["no key id"] = (directory => FakeEntraId.Sign(Admin(directory), null, Stranger), "unknown key"),
        ["another's key under our key's id"] = (directory => FakeEntraId.Sign(Admin(directory), directory.NewestKey, Stranger), "wrong signature"),
        ["our key's signature under another key's id"] = (directory => directory.Token(new JsonObject { ["alg"] = "RS256", ["kid"] = "key-0" }, Admin(directory)), "unknown key"),
        ["alg in small letters"] = (directory => directory.Token(new JsonObject { ["alg"] = "rs256", ["kid"] = directory.NewestKey }, Admin(directory)), "wrong algorithm"),
        ["PS256"] = (directory => directory.Token(new JsonObject { ["alg"] = "PS256", ["kid"] = directory.NewestKey }, Admin(directory)), "wrong algorithm"),
        ["a key of its own in the header"] = (directory => FakeEntraId.Token(OwnKey(directory), Admin(directory), signed => Stranger.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), "wrong signature"),
        ["an address of keys in the header"] = (directory => FakeEntraId.Token(
            new JsonObject { ["alg"] = "RS256", ["kid"] = "https://evil.example/keys", ["jku"] = "https://evil.example/keys" }, Admin(directory), signed => Stranger.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), "unknown key"),
        ["no signature"] = (directory => directory.Token("rob@example.com") is var token ? token[..(token.LastIndexOf('.') + 1)] : "", "wrong signature"),
        ["two tenants"] = (directory => directory.Token("rob@example.com", claims => claims["tid"] = new JsonArray(FakeEntraId.Tenant, "99999999-2222-3333-4444-555555555555")), "wrong tenant"),
        ["tenant in capitals"] = (directory => directory.Token("rob@example.com", claims => claims["tid"] = FakeEntraId.Tenant.Replace('1', 'A')), "wrong tenant"),
        ["issuer with a slash"] = (directory => directory.Token("rob@example.com", claims => claims["iss"] = FakeEntraId.Issuer + "/"), "wrong issuer"),
        ["two issuers"] = (directory => directory.Token("rob@example.com", claims => claims["iss"] = new JsonArray(FakeEntraId.Issuer, "https://evil.example")), "no token"),
        ["audience in capitals"] = (directory => directory.Token("rob@example.com", claims => claims["aud"] = FakeEntraId.Client.ToUpperInvariant()), "wrong audience"),
        ["audience with our id in it"] = (directory => directory.Token("rob@example.com", claims => claims["aud"] = $"https://evil.example/{FakeEntraId.Client}"), "wrong audience"),
        ["truncated"] = (directory => directory.Token("rob@example.com")[..^20], "wrong signature"),
        ["claims swapped"] = (Swapped, "wrong signature"),
        ["no token at all"] = (_ => "let-me-in", "no token"),
        ["very long"] = (directory => directory.Token("rob@example.com", claims => claims["groups"] = new string('x', 14_000)), "too large"),
    };

    /// <summary>Tokens that are good, by who carries them.</summary>
    public static IReadOnlyDictionary<string, Func<FakeEntraId, string>> SignedIn { get; } = new Dictionary<string, Func<FakeEntraId, string>>
    {
        ["stranger"] = directory => directory.Token("nobody@example.com"),
        ["no address"] = directory => directory.Token(null),
        ["guest"] = directory => directory.Token("rob@example.com", claims => claims["idp"] = "https://sts.windows.net/99999999-2222-3333-4444-555555555555/"),
        ["app"] = directory => directory.Token("rob@example.com", claims => (claims["idtyp"], claims["azp"], claims["roles"]) = ("app", "some-app", new JsonArray(Viewer.AdminRole))),
        ["rob"] = directory => directory.Token("rob@example.com"),
        ["ria"] = directory => directory.Token("RIA@Example.COM"),
        ["mia"] = directory => directory.Token("mia@example.com", claims => (claims["azp"], claims["scp"], claims["aud"]) = ("some-app", "access_as_user", "api://" + FakeEntraId.Client)),
        ["max"] = directory => directory.Token("max@example.com"),
        ["boss"] = directory => directory.Token("boss@example.com", claims => claims["idp"] = $"https://sts.windows.net/{FakeEntraId.Tenant}/"),
        ["admin"] = directory => directory.Token("ops@example.com", claims => claims["roles"] = new JsonArray("Something.Else", Viewer.AdminRole)),
        ["guest admin"] = directory => directory.Token("ops@partner.example", claims => (claims["acct"], claims["roles"]) = (1, new JsonArray(Viewer.AdminRole))),
    };

    private static JsonObject Admin(FakeEntraId directory) => directory.Claims("rob@example.com", claims => claims["roles"] = new JsonArray(Viewer.AdminRole));

    private static JsonObject OwnKey(FakeEntraId directory)
    {
        RSAParameters key = Stranger.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["alg"] = "RS256",
            ["kid"] = directory.NewestKey,
            ["jwk"] = new JsonObject { ["kty"] = "RSA", ["kid"] = directory.NewestKey, ["n"] = Convert.ToBase64String(key.Modulus!).TrimEnd('='), ["e"] = "AQAB" },
        };
    }

    private static void Shift(JsonObject claims, long seconds)
    {
        foreach (string name in new[] { "nbf", "exp" })
        {
            claims[name] = claims[name]!.GetValue<long>() + seconds;
        }
    }

    /// <summary>Rob's signature under the boss's claims.</summary>
    private static string Swapped(FakeEntraId directory)
    {
        string[] rob = directory.Token("rob@example.com").Split('.');
        string[] boss = directory.Token("boss@example.com").Split('.');
        return $"{boss[0]}.{boss[1]}.{rob[2]}";
    }
}
