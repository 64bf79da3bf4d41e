using System.Diagnostics;
using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Microsoft.Azure.Cosmos;
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
using OneOnOne.Http.SignIn;
using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage.Cosmos;

namespace OneOnOne.Functions;

/// <summary>What the deployed app is made of. Whatever is registered before stays.</summary>
public static class Composition
{
    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddFunctionsApp(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        FunctionsSettings settings = FunctionsSettings.Read(configuration, environment);
        services.AddOneOnOne(OneOnOneSettings.Read(configuration));
        services.TryAddSingleton(TimeProvider.System);

        // Many instances share the store, and one instance may run several processes: an owner is one process.
        services.TryAddSingleton(new Worker($"{configuration["WEBSITE_INSTANCE_ID"] ?? "local"}/{Guid.NewGuid():N}", Alone: false));
        services.AddCosmosStore(settings);
        services.AddMonitoring(settings.ApplicationInsights, () => Credential(settings));
        services.AddMessaging(settings);
        services.AddMail(settings);
        services.AddWeb(settings);
        services.AddIngest(settings, configuration);
        return services;
    }

    /// <summary>Nothing is called before the first read or write: the app starts without a network.</summary>
    private static void AddCosmosStore(this IServiceCollection services, FunctionsSettings settings)
    {
        services.TryAddSingleton(_ => new CosmosClient(settings.Cosmos.AccountEndpoint, Credential(settings), CosmosStore.Options()));
        services.AddSingleton(provider =>
            CosmosStore.Create(provider.GetRequiredService<CosmosClient>(), settings.Cosmos.Database, provider.GetRequiredService<Worker>().Id, provider.GetRequiredService<RetentionSettings>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<CosmosStore>().Books);
        services.TryAddSingleton(provider => provider.GetRequiredService<CosmosStore>().Runs);
        services.TryAddSingleton(provider => provider.GetRequiredService<CosmosStore>().Journal);
        services.TryAddSingleton(provider => provider.GetRequiredService<CosmosStore>().Audit);
        services.TryAddSingleton(provider => provider.GetRequiredService<CosmosStore>().Erasure);
    }

    private static void AddMessaging(this IServiceCollection services, FunctionsSettings settings)
    {
        services.AddSingleton(settings.Entities);
        services.TryAddSingleton(_ => new ServiceBusClient(settings.ServiceBusNamespace, Credential(settings)));
        services.AddSingleton<BusClock>();
        services.AddSingleton<ServiceBusMessageQueue>();
        services.AddSingleton<IMessageQueue>(provider => provider.GetRequiredService<ServiceBusMessageQueue>());
        services.AddSingleton<MessageReceiver>();
        services.AddSingleton<DeadLetterRecorder>();
    }

    private static void AddIngest(this IServiceCollection services, FunctionsSettings settings, IConfiguration configuration)
    {
        services.AddSingleton(settings.Ingest);
        if (settings.Ingest is { From: { } crm, MirrorContainer: { } mirrors })
        {
            CrmConnection.Open(crm, configuration, TimeProvider.System).Dispose(); // Asks nobody anything: a wrong setting is told at start, not at night.
            services.TryAddSingleton(provider => CrmConnection.Open(crm, configuration, provider.GetRequiredService<TimeProvider>()));
            services.TryAddSingleton(_ => new MirrorBlobs(new BlobContainerClient(mirrors, Credential(settings))));
            services.TryAddSingleton<OpenSnapshotSource>(provider => ActivatorUtilities.CreateInstance<CrmSnapshots>(provider, provider.GetRequiredService<LimitSettings>().Csv).OpenAsync);
            return;
        }

        if (settings.Ingest.Container is { } container)
        {
            services.TryAddSingleton(_ => new BlobContainerClient(container, Credential(settings)));
            services.AddSingleton<BlobExports>();
        }

        services.TryAddSingleton<OpenSnapshotSource>(provider => new SnapshotSources(provider.GetService<BlobExports>(), provider.GetRequiredService<LimitSettings>().Csv).OpenAsync);
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
        services.AddEntraId(settings.EntraId);

        // Routing asks for it; a web host would bring it along.
        services.TryAddSingleton(_ => new DiagnosticListener("Microsoft.AspNetCore"));
        services.AddSingleton<HttpPipeline>();
    }

    private static TokenCredential Credential(FunctionsSettings settings) => settings.ClientId is { } clientId
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential();
}
