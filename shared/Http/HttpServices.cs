using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneOnOne.Http.Events;

namespace OneOnOne.Http;

/// <summary>The web side, as both shells compose it. The shell adds the authentication scheme; without one, nobody gets in.</summary>
public static class HttpServices
{
    public static IServiceCollection AddOneOnOneHttp(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddAuthentication();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.TryAddSingleton(new EventWebhookSettings(Key: null));
        return services.AddSingleton<Home>().AddSingleton<EventWebhook>();
    }

    public static IApplicationBuilder UseOneOnOneHttp(this IApplicationBuilder app) => app
        .UseSecurityHeaders()
        .UseRouting()
        .UseAuthentication()
        .UseAuthorization()
        .UseEndpoints(endpoints => endpoints.MapOneOnOne());
}
