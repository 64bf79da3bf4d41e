using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OneOnOne.Http.SignIn;

public static class SignInServices
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Makes Entra ID the one way in. A <see cref="DiscoveryWire"/> registered before stays.</summary>
    public static IServiceCollection AddEntraId(this IServiceCollection services, EntraId entraId)
    {
        services.TryAddSingleton(_ => new DiscoveryWire(new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime, AllowAutoRedirect = false }));
        services.AddSingleton(entraId).AddSingleton<SigningKeys>().AddSingleton<TokenCheck>().AddSingleton<AddressMap>();
        services.AddAuthentication(EntraIdHandler.Name).AddScheme<AuthenticationSchemeOptions, EntraIdHandler>(EntraIdHandler.Name, null);
        return services;
    }
}
