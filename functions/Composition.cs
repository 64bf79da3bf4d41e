using System.Diagnostics;
using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Web;
using OneOnOne.Http;
using OneOnOne.Http.Events;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Functions;

/// <summary>What the deployed app is made of. Whatever is registered before stays.</summary>
public static class Composition
{
    /// <exception cref="UserErrorException">A setting is missing or wrong, or no store is configured.</exception>
    public static IServiceCollection AddFunctionsApp(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        FunctionsSettings settings = FunctionsSettings.Read(configuration, environment);
        services.AddOneOnOne(OneOnOneSettings.Read(configuration));
        services.TryAddSingleton(TimeProvider.System);

        // Many instances share the store, and one instance may run several processes: an owner is one process.
        services.TryAddSingleton(new Worker($"{configuration["WEBSITE_INSTANCE_ID"] ?? "local"}/{Guid.NewGuid():N}", Alone: false));
        services.AddMonitoring(settings.ApplicationInsights, () => Credential(settings));
        services.AddMessaging(settings);
        services.AddMail(settings);
        services.AddWeb(settings);
        services.AddIngest(settings);
        RequireStore(services);
        return services;
    }

    private static void AddMessaging(this IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(settings.Entities);
        services.TryAddSingleton(_ => new ServiceBusClient(settings.ServiceBusNamespace, Credential(settings)));
        services.AddSingleton<ServiceBusMessageQueue>();
        services.AddSingleton<IMessageQueue>(provider => provider.GetRequiredService<ServiceBusMessageQueue>());
        services.AddSingleton<MessageReceiver>();
        services.AddSingleton<DeadLetterRecorder>();
    }

    private static void AddIngest(this IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(settings.Ingest);
        if (settings.Ingest.Container is { } container)
        {
            services.TryAddSingleton(_ => new BlobContainerClient(container, Credential(settings)));
            services.AddSingleton<BlobExports>();
        }

        services.TryAddSingleton<OpenSnapshotSource>(provider => new SnapshotSources(provider.GetService<BlobExports>()).OpenAsync);
    }

    private static void AddMail(this IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(settings.SendGrid);
        services.TryAddSingleton(_ => SendGridWire.Client(settings.SendGrid.ApiKey, SendGridWire.Handler()));
        services.TryAddSingleton<IMailGateway, SendGridMailGateway>();
        services.AddHostedService<EventNotice>();
    }

    private static void AddWeb(this IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(new EventWebhookSettings(settings.SendGrid.WebhookPublicKey));
        services.AddOneOnOneHttp();
        services.AddAuthentication(NoSignIn.Name).AddScheme<AuthenticationSchemeOptions, NoSignIn>(NoSignIn.Name, null);

        // Routing asks for it; a web host would bring it along.
        services.TryAddSingleton(_ => new DiagnosticListener("Microsoft.AspNetCore"));
        services.AddSingleton<HttpPipeline>();
    }

    private static TokenCredential Credential(FunctionsSettings settings) => settings.ClientId is { } clientId
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential();

    private static void RequireStore(IServiceCollection services)
    {
        if (!Has<IBookStore>(services) || !Has<IRunStore>(services) || !Has<IJournal>(services))
        {
            throw new UserErrorException("No store is configured: this version has no Cosmos DB store yet, so it cannot run in Azure. The local shell keeps its data in SQLite.");
        }
    }

    private static bool Has<T>(IServiceCollection services) => services.Any(service => service.ServiceType == typeof(T));
}
