using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneOnOne.Http.Deals;
using OneOnOne.Http.Events;
using OneOnOne.Http.Findings;
using OneOnOne.Http.Forms;
using OneOnOne.Http.Limits;
using OneOnOne.Http.Meetings;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Privacy;
using OneOnOne.Http.Runs;
using OneOnOne.Http.Teams;
using OneOnOne.Pipeline;
using OneOnOne.Previews;

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
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.MaxDepth = 32;

            // What says two things about one delivery decides nothing.
            options.SerializerOptions.AllowDuplicateProperties = false;

            // In this order: the first that can write a type does.
            options.SerializerOptions.Converters.Add(new ResolvedAsConverter());
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        });
        services.AddRateLimits();
        services.AddOpenApi(OpenApi.Document, OpenApi.Configure);
        return services.AddSingleton<Home>().AddSingleton<Frames>().AddSingleton<PageAnswers>().AddSingleton<DeadLetterReplay>().AddSingleton<DealBook>().AddSingleton<FindingBook>().AddSingleton<MeetingCalendar>().AddSingleton<RunBook>().AddSingleton<ThresholdPreview>().AddSingleton<EventWebhook>().AddSingleton<AuditTrail>().AddSingleton<FormGate>().AddSingleton<FormDesk>().AddSingleton<FailedLinks>();
    }

    public static IApplicationBuilder UseOneOnOneHttp(this IApplicationBuilder app) => app
        .UseSecurityHeaders()
        .UseMiddleware<HeadRequests>()
        .UseMiddleware<ErrorAnswers>()
        .UseMiddleware<Refusals>()
        .UseMiddleware<FailedSignIns>()
        .UseMiddleware<OwnSiteOnly>()
        .UseRouting()
        .UseAuthentication()
        .UseRateLimiter()
        .UseAuthorization()
        .UseEndpoints(endpoints => endpoints.MapOneOnOne());
}
