using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OneOnOne.Http;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>
/// A token before it is made: who signs (ours, stranger, public: with the public key as a secret, none), how its parts are put together,
/// its header and its claims, a line each. What is not right in all of them gets nobody in, and what is right opens no more than it says.
/// </summary>
internal sealed class TokenTarget : FuzzTarget
{
    private static readonly RSA Stranger = RSA.Create(2048);
    private static readonly long Now = PipelineCompany.Monday.AddHours(6).ToUnixTimeSeconds();

    private FuzzApp _app = null!;

    public override int Usual => 500;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[] { "ours", "ours", "ours", "stranger", "public", "none" }.SelectMany(signer => new[] { Claims(""), Claims(""","roles":["OneOnOne.Admin"],"nonce":"canary","amr":["pwd"]"""), Claims(""","idtyp":"user","scp":"x","azp":"y","acct":0,"idp":"https://sts.windows.net/x/" """) }
            .Select(claims => Encoding.UTF8.GetBytes($"{signer}\n{{h}}.{{c}}.{{s}}\n{{\"alg\":\"{(signer is "public" ? "HS256" : signer is "none" ? "none" : "RS256")}\",\"typ\":\"JWT\",\"kid\":\"key-1\"}}\n{claims}"))),
    ];

    public override async Task StartAsync() => _app = await FuzzApp.StartAsync();

    public override async Task CheckAsync(byte[] input)
    {
        byte[][] lines = Lines(input);
        string token = Token(lines);
        if (token.Any(c => char.IsControl(c) || c > '\u00ff') || token.Length == 0)
        {
            return; // No header can carry it.
        }

        foreach ((string header, string value) in new[] { ("Authorization", "Bearer " + token), ("X-MS-TOKEN-AAD-ID-TOKEN", token) })
        {
            FuzzAnswer runs = await _app.SendAsync("GET", "/api/runs", "", [], [(header, value)]);
            FuzzAnswer brief = await _app.SendAsync("GET", "/api/reps/rob/brief", "", [], [(header, value)]);
            (bool good, bool admin, bool reader) = Judge(lines);
            Assert.True(good ? runs.Status is 401 or 403 or 200 : runs.Status == 401, $"{header}: {runs.Status}");
            Assert.True(good ? brief.Status is 401 or 403 or 200 : brief.Status == 401, $"{header}: {brief.Status}");
            Assert.True(runs.Status != 200 || admin, "an admin by no role");
            Assert.True(brief.Status != 200 || admin || reader, "a reader by no address");
        }
    }

    public override async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Claims(string more) =>
        $$"""{"iss":"{{FakeEntraId.Issuer}}","aud":"{{FakeEntraId.Client}}","tid":"{{FakeEntraId.Tenant}}","ver":"2.0","sub":"s","oid":"o","iat":{{Now}},"nbf":{{Now}},"exp":{{Now + 3600}},"preferred_username":"rob@example.com"{{more}}}""";

    private static byte[][] Lines(byte[] input)
    {
        byte[][] lines = [[], [], [], []];
        int at = 0;
        for (int line = 0; line < lines.Length; line++)
        {
            int end = line == lines.Length - 1 ? -1 : Array.IndexOf(input, (byte)'\n', Math.Min(at, input.Length));
            lines[line] = input[Math.Min(at, input.Length)..(end < 0 ? input.Length : end)];
            at = end < 0 ? input.Length : end + 1;
        }

        return lines;
    }

    private string Token(byte[][] lines)
    {
        string header = Part(lines[2]);
        string claims = Part(lines[3]);
        byte[] signed = Encoding.ASCII.GetBytes($"{header}.{claims}");
        byte[] signature = Encoding.Latin1.GetString(lines[0]) switch
        {
            "ours" => _app.Directory.Signer.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "stranger" => Stranger.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "public" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_app.Directory.Signer.ExportSubjectPublicKeyInfoPem()), signed),
            _ => [],
        };
        return Encoding.Latin1.GetString(lines[1]).Replace("{h}", header, StringComparison.Ordinal).Replace("{c}", claims, StringComparison.Ordinal).Replace("{s}", Part(signature), StringComparison.Ordinal);
    }

    /// <summary>What the rules of docs/http.md say, written down a second time and without the library that the product uses.</summary>
    private static (bool Good, bool Admin, bool Reader) Judge(byte[][] lines)
    {
        if (Encoding.Latin1.GetString(lines[0]) != "ours" || Encoding.Latin1.GetString(lines[1]).Trim() != "{h}.{c}.{s}" || Parse(lines[2]) is not { } header || Parse(lines[3]) is not { } claims)
        {
            return (false, false, false);
        }

        bool good = Text(header, "alg") == "RS256" && Text(header, "kid") == "key-1"
            && Text(claims, "iss") == FakeEntraId.Issuer && Text(claims, "tid") == FakeEntraId.Tenant
            && Values(claims, "aud").Any(audience => audience is FakeEntraId.Client or "api://" + FakeEntraId.Client)
            && Number(claims, "exp") is { } exp && exp > Now - 120 && (!claims.TryGetProperty("nbf", out _) || (Number(claims, "nbf") is { } nbf && nbf <= Now + 120));
        return (good, good && Values(claims, "roles").Contains(Viewer.AdminRole), good && Text(claims, "preferred_username")?.ToLowerInvariant() is "rob@example.com" or "mia@example.com");
    }

    /// <summary>The first value, as the library takes it; what our directory signed and then wrote behind it is no attack.</summary>
    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(one => one.Name is not null) ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // No JSON, or a name with half of a surrogate pair.
        }
    }

    private static string? Text(JsonElement claims, string name) => Values(claims, name) is [var only] ? only : null;

    private static string[] Values(JsonElement claims, string name) => !claims.TryGetProperty(name, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(Read)]
        : value.ValueKind == JsonValueKind.String ? [Read(value)] : [];

    private static string Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return ""; // Half of a surrogate pair.
        }
    }

    private static double? Number(JsonElement claims, string name) => claims.TryGetProperty(name, out JsonElement value) && (value.ValueKind == JsonValueKind.Number || value.ValueKind == JsonValueKind.String)
        && double.TryParse(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Read(value), CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
