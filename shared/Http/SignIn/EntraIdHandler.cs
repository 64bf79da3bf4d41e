using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Net.Http.Headers;

namespace OneOnOne.Http.SignIn;

/// <summary>
/// Signs in by a token of Entra ID, wherever it comes from: the caller's bearer header, or the ID token that App Service
/// Authentication forwards after a sign-in in a browser. Both are checked here. What else the platform says of the caller
/// (X-MS-CLIENT-PRINCIPAL and its kin) is unsigned, and anybody could say it where the platform's sign-in is switched off: it is never read.
/// </summary>
internal sealed class EntraIdHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logging,
    UrlEncoder encoder,
    EntraId entraId,
    TokenCheck tokens,
    AddressMap addresses)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string Name = "EntraId";
    public const string ForwardedToken = "X-MS-TOKEN-AAD-ID-TOKEN";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            if (TokenOf(Request.Headers) is not { } text)
            {
                return AuthenticateResult.NoResult();
            }

            JsonWebToken token = await tokens.ReadAsync(text, Context.RequestAborted);
            SignedIn who = SignedIn.Of(token, entraId);
            Crm.PersonId? person = who.Address is { } address ? await addresses.FindAsync(address, Context.RequestAborted) : null;
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(who.Identity(person, Name)), Name));
        }
        catch (Exception e) when (e is TokenRefusedException or SignInUnavailableException)
        {
            return AuthenticateResult.Fail(e);
        }
    }

    /// <summary>401 with what was wrong, or 503 while the directory's keys cannot be had: the token may be good, so it must not be thrown away.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Exception? failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (failure is SignInUnavailableException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = SigningKeys.LeastBetweenFetches.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(
            HeaderNames.WWWAuthenticate,
            failure is TokenRefusedException refused ? $"Bearer error=\"invalid_token\", error_description=\"{refused.Message}\"" : "Bearer");
    }

    /// <summary>The bearer header wins, and a bad one is not made good by the other.</summary>
    private static string? TokenOf(IHeaderDictionary headers)
    {
        StringValues authorization = headers.Authorization;
        if (authorization.Count > 0)
        {
            return authorization.Count == 1
                && AuthenticationHeaderValue.TryParse(authorization[0], out AuthenticationHeaderValue? header)
                && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                && header.Parameter is { Length: > 0 } token
                    ? token
                    : throw new TokenRefusedException("no token");
        }

        StringValues forwarded = headers[ForwardedToken];
        return forwarded.Count switch
        {
            0 => null,
            1 => forwarded[0] is { Length: > 0 } one ? one : null,
            _ => throw new TokenRefusedException("no token"),
        };
    }
}
