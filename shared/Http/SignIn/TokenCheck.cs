using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OneOnOne.Http.SignIn;

/// <summary>Says whether a token was issued by the configured directory, for this app, for now.</summary>
internal sealed class TokenCheck(EntraId entraId, SigningKeys keys, TimeProvider clock)
{
    /// <summary>How far the clocks of the directory and of this app may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Entra ID leaves groups out of a token before it grows this large.</summary>
    private const int LargestToken = 16 * 1024;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LargestToken };

    /// <exception cref="TokenRefusedException">It is not to be believed.</exception>
    /// <exception cref="SignInUnavailableException">Nobody can say at present.</exception>
    public async Task<JsonWebToken> ReadAsync(string text, CancellationToken cancellation)
    {
        SecurityKey key = await keys.FindAsync(KeyIdOf(text), cancellation) ?? throw new TokenRefusedException("unknown key");
        TokenValidationResult result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = entraId.Issuer,
            ValidAudiences = entraId.Audiences,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsNow(from, to),
            ClockSkew = Skew,
        });
        if (result.Exception is { } wrong)
        {
            throw new TokenRefusedException(ReasonOf(wrong));
        }

        JsonWebToken token = (JsonWebToken)result.SecurityToken;
        if (!CanBeRead(token))
        {
            throw new TokenRefusedException("not valid");
        }

        return Text(token, "tid") == entraId.TenantId ? token : throw new TokenRefusedException("wrong tenant");
    }

    /// <summary>A claim that has exactly one value; null for one that is missing, repeated or no text.</summary>
    public static string? Text(JsonWebToken token, string claim) =>
        token.Claims.Where(one => one.Type == claim).ToArray() is [{ Value: { Length: > 0 } value }] ? value : null;

    /// <summary>Claims are read when they are first asked for, and the library fails over bytes that are no text in whichever way it comes to them.</summary>
    private static bool CanBeRead(JsonWebToken token)
    {
        try
        {
            return token.Claims.Any();
        }
        catch (Exception)
        {
            return false;
        }
    }

    private string KeyIdOf(string text)
    {
        if (text.Length > LargestToken)
        {
            throw new TokenRefusedException("too large");
        }

        string algorithm, issuer, key;
        try
        {
            JsonWebToken token = new(text);
            (algorithm, issuer, key) = (token.Alg, token.Issuer, token.Kid);
        }
        catch (Exception)
        {
            // As with claims: of what is no token, or one that is encrypted, some of it is read only here, and fails in whichever way.
            throw new TokenRefusedException("no token");
        }

        // Checked before the key is looked for, so that nobody can make this app fetch keys with a token that it would refuse anyway.
        return algorithm != SecurityAlgorithms.RsaSha256 ? throw new TokenRefusedException("wrong algorithm")
            : issuer != entraId.Issuer ? throw new TokenRefusedException("wrong issuer")
            : key is { Length: > 0 } ? key
            : throw new TokenRefusedException("unknown key");
    }

    private bool IsNow(DateTime? from, DateTime? to)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        if (to is not { } until || now >= until + Skew)
        {
            throw new SecurityTokenExpiredException();
        }

        return from is not { } since || now >= since - Skew ? true : throw new SecurityTokenNotYetValidException();
    }

    private static string ReasonOf(Exception wrong) => wrong switch
    {
        SecurityTokenExpiredException => "expired",
        SecurityTokenNotYetValidException => "not yet valid",
        SecurityTokenInvalidAudienceException => "wrong audience",
        SecurityTokenInvalidIssuerException => "wrong issuer",
        SecurityTokenInvalidSignatureException => "wrong signature",
        _ => "not valid",
    };
}

/// <param name="reason">One of a few words of ours; the caller gets it, so it quotes nothing.</param>
internal sealed class TokenRefusedException(string reason) : Exception(reason);
