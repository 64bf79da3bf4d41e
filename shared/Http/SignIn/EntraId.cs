namespace OneOnOne.Http.SignIn;

/// <summary>
/// The one directory whose sign-ins count, and this app's place in it. There is no switch in here that lets a token pass unchecked.
/// </summary>
public sealed record EntraId
{
    public const string PublicCloud = "https://login.microsoftonline.com/";

    /// <summary>The directory's id, in lower case.</summary>
    public string TenantId { get; init; } = "";

    /// <summary>The app registration's id, in lower case.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Where the cloud signs people in, with a slash at its end. Sovereign clouds have their own.</summary>
    public Uri Instance { get; init; } = new(PublicCloud);

    /// <summary>The claim that is compared with the e-mail addresses of the CRM's people.</summary>
    public string PersonClaim { get; init; } = "preferred_username";

    /// <summary>
    /// As tokens of version 2.0 spell it, and no other: version 1.0 has an issuer of its own for each cloud and lacks the claims that
    /// say who somebody is. An app registration that asks for 2.0 (docs/http.md) never sees one.
    /// </summary>
    internal string Issuer => $"{Instance}{TenantId}/v2.0";

    internal string[] Audiences => [ClientId, "api://" + ClientId];

    internal string Discovery => Issuer + "/.well-known/openid-configuration";
}
