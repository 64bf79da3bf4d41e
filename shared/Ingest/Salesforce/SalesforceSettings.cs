using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using OneOnOne.Ingest.Csv.Values;
using OneOnOne.Settings;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Which org is read, who signs in there, and how its own fields are understood. See docs/connectors.md.</summary>
internal sealed record SalesforceSettings
{
    public const string Section = "Salesforce";

    /// <summary>My Domain; null: nothing is read from Salesforce.</summary>
    public Uri? Url { get; init; }

    public string? ClientId { get; init; }

    /// <summary>With it the app signs in as itself.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Whom the app signs in as with its key.</summary>
    public string? Username { get; init; }

    /// <summary>PEM.</summary>
    public string? PrivateKey { get; init; }

    public string? Audience { get; init; }

    public string ApiVersion { get; init; } = "62.0";

    public int BulkAbove { get; init; } = 20_000;

    public string? ProductField { get; init; }

    public string? ForecastingType { get; init; }

    public string? Currency { get; init; }

    public static ImmutableArray<Setting<SalesforceSettings>> All { get; } =
    [
        new("Url", "", "an https address without path, such as https://acme.my.salesforce.com; http for this machine alone", "My Domain of the Salesforce org that is read.",
            (all, value) => Address(value) is { } url ? all with { Url = url } : null),
        Text("ClientId", "Consumer key of the app that signs in.", (all, value) => all with { ClientId = value }),
        Text("ClientSecret", "Its consumer secret, to sign in with client credentials. A secret.", (all, value) => all with { ClientSecret = value }) with { IsSecret = true },
        Text("Username", "Whom it signs in as with `Salesforce__PrivateKey` instead.", (all, value) => all with { Username = value }),
        new("PrivateKey", "", "an RSA key in PEM; `\\n` may stand for a line break", "Key that belongs to the app's certificate, to sign in with a JWT. A secret.",
            (all, value) => Key(value) is { } key ? all with { PrivateKey = key } : null) { IsSecret = true },
        Text("Audience", "Whom the JWT is for. Not set: https://login.salesforce.com, or https://test.salesforce.com for a sandbox.", (all, value) => all with { Audience = value }),
        new("ApiVersion", "62.0", "a version from 50.0, such as 62.0", "Version of the API that is asked for. An org that lacks it is asked in its nearest.",
            (all, value) => decimal.TryParse(value, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out decimal version) && version >= 50 && version < 1000 && decimal.Truncate(version) == version
                ? all with { ApiVersion = version.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) } : null),
        new("BulkAbove", "20000", "a whole number from 0 to 10000000", "More records than this are read by Bulk API 2.0, fewer by REST.",
            Values.Whole<SalesforceSettings>(0, 10_000_000, (all, value) => all with { BulkAbove = value })),
        new("ProductField", "", "a field's API name, such as Product__c", "Field of Opportunity that names the product. Not set: none.",
            (all, value) => value.Length is > 0 and <= 80 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? all with { ProductField = value } : null),
        Text("ForecastingType", "Forecast type whose quotas count, by id or name. Needed only where people have quotas of several.", (all, value) => all with { ForecastingType = value }),
        new("Currency", "", "three letters, such as EUR", "Currency of an org that has but one. Not set: USD.",
            (all, value) => value.Length == 3 && Currencies.Normal(value) is { } currency ? all with { Currency = currency } : null),
    ];

    /// <exception cref="UserErrorException">A value is not allowed, or a name is no setting.</exception>
    public static SalesforceSettings Read(IConfiguration configuration) => Values.ApplyAll(configuration.GetSection(Section), new SalesforceSettings(), All);

    /// <summary>A record prints its members; this one holds secrets.</summary>
    public override string ToString() => nameof(SalesforceSettings);

    private static Setting<SalesforceSettings> Text(string key, string meaning, Func<SalesforceSettings, string, SalesforceSettings> set) =>
        new(key, "", "up to 300 characters", meaning, (all, value) => value.Length is > 0 and <= 300 ? set(all, value) : null);

    /// <summary>A token goes there: never in the clear, but to this machine.</summary>
    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.UserInfo.Length == 0
            ? new Uri(url.GetLeftPart(UriPartial.Authority))
            : null;

    private static string? Key(string text)
    {
        string pem = text.Replace("\\n", "\n", StringComparison.Ordinal);
        try
        {
            using RSA key = RSA.Create();
            key.ImportFromPem(pem);
            return pem;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
