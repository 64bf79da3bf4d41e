using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneOnOne.Crm;
using OneOnOne.Http;

namespace OneOnOne.Local.Web;

/// <summary>Whom `serve` takes everybody on this machine for.</summary>
/// <param name="Person">Null: an admin.</param>
internal sealed record ServedAs(PersonId? Person);

/// <summary>The development identity: whoever connects from this machine is who `serve` was told, and nobody else is anybody.</summary>
internal sealed class LoopbackIdentity(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, ServedAs servedAs)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string Name = "Loopback";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        Claim claim = servedAs.Person is { } person ? new Claim(Viewer.PersonClaim, person.Value) : new Claim(ClaimTypes.Role, Viewer.AdminRole);
        ClaimsIdentity identity = new([claim], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
