using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace OneOnOne.Http.SignIn;

/// <summary>Who a checked token speaks for: what it says of an address, and whether its holder is an admin. Pure.</summary>
/// <param name="Address">Null for whoever can be no person of the CRM.</param>
internal sealed record SignedIn(string? Address, bool IsAdmin)
{
    private const string Roles = "roles";

    /// <summary>Where version 1.0 has its issuers, worldwide and in China; claims of version 2.0 still name them.</summary>
    private static readonly ImmutableArray<string> IssuerHosts = ["sts.windows.net", "sts.chinacloudapi.cn"];

    /// <summary>The account's object id in the directory, or where a token has none its subject: never given to anybody else, which an address may be.</summary>
    public string? Account { get; init; }

    public static SignedIn Of(JsonWebToken token, EntraId entraId)
    {
        // A daemon may have been given roles, but nobody has a one-on-one with it and nobody answers for what it reads.
        if (IsApp(token))
        {
            return new SignedIn(null, false) { Account = AccountOf(token) };
        }

        string? address = TokenCheck.Text(token, entraId.PersonClaim);

        // A guest's address was given by another directory, whose admin may give any: it must not open a namesake's brief here.
        // The admin role is given by our own directory, so it counts for a guest too.
        return new SignedIn(IsGuest(token, entraId) ? null : address, token.Claims.Any(claim => claim is { Type: Roles, Value: Viewer.AdminRole })) { Account = AccountOf(token) };
    }

    private static string? AccountOf(JsonWebToken token) => TokenCheck.Text(token, "oid") ?? token.Subject;

    public ClaimsIdentity Identity(Crm.PersonId? person, string scheme)
    {
        ClaimsIdentity identity = new(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(Viewer.AccountClaim, Account ?? "unknown"));
        if (person is { } id)
        {
            identity.AddClaim(new Claim(Viewer.PersonClaim, id.Value));
        }

        if (IsAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Viewer.AdminRole));
        }

        return identity;
    }

    /// <summary>
    /// An access token that an app got for itself: marked so where the registration asks for the mark; else known by having no scope, or
    /// by its subject, which for a person differs from app to app and never is the object's id. An ID token names no calling app.
    /// </summary>
    private static bool IsApp(JsonWebToken token) =>
        (HasAny(token, "idtyp") && TokenCheck.Text(token, "idtyp") != "user")
        || (HasAny(token, "azp", "appid", "azpacr", "appidacr") && TokenCheck.Text(token, "scp") is null)
        || (TokenCheck.Text(token, "oid") is { } id && id == token.Subject);

    /// <summary>Signed in by a directory other than ours, marked as a guest, or carrying the name that a guest's account gets here.</summary>
    private static bool IsGuest(JsonWebToken token, EntraId entraId) =>
        (HasAny(token, "idp") && !IsOurs(TokenCheck.Text(token, "idp"), entraId))
        || (HasAny(token, "acct") && TokenCheck.Text(token, "acct") != "0")
        || token.Claims.Any(claim => claim.Value.Contains("#EXT#", StringComparison.OrdinalIgnoreCase));

    /// <summary>Our directory as either version of its tokens names it. The provider of another company's guests is free to have our directory's id in its address, but not these hosts.</summary>
    private static bool IsOurs(string? provider, EntraId entraId) =>
        Uri.TryCreate(provider, UriKind.Absolute, out Uri? address)
        && (address.Host == entraId.Instance.Host || IssuerHosts.Contains(address.Host))
        && address.Segments.ElementAtOrDefault(1)?.TrimEnd('/') == entraId.TenantId;

    private static bool HasAny(JsonWebToken token, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (token.Claims.Any(claim => claim.Type == name))
            {
                return true;
            }
        }

        return false;
    }
}
