using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Privacy;
using OneOnOne.Settings;

namespace OneOnOne.Pipeline;

/// <summary>The product, as both shells compose it.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds the steps. The shell adds what they stand on: IBookStore, IRunStore, IJournal, IAuditLog, IErasure,
    /// IMessageQueue, IMailGateway, TimeProvider and Worker; and ISentMails where mails stay in reach.
    /// </summary>
    public static IServiceCollection AddOneOnOne(this IServiceCollection services, OneOnOneSettings settings)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton<BriefRenderer>();
        services.TryAddSingleton(new AsOf(Instant: null));
        return services
            .AddSingleton(settings)
            .AddSingleton(settings.Company)
            .AddSingleton(settings.Plan)
            .AddSingleton(settings.Delivery)
            .AddSingleton(settings.Analysis)
            .AddSingleton(settings.Limits)
            .AddSingleton(settings.Retention)
            .AddSingleton(settings.Links)
            .AddSingleton<LinkMaker>()
            .AddSingleton<Telemetry>()
            .AddSingleton<ProviderPause>()
            .AddSingleton<IngestStep>()
            .AddSingleton<PlanStep>()
            .AddSingleton<AnalyzeStep>()
            .AddSingleton<OrchestrateStep>()
            .AddSingleton<DeliverStep>()
            .AddSingleton<ResolveStep>()
            .AddSingleton<EventStep>()
            .AddSingleton<DeadLetterStep>()
            .AddSingleton<MessageHandler>()
            .AddSingleton<ReceiveStep>()
            .AddSingleton<Reports>()
            .AddSingleton<JournalWriter>()
            .AddSingleton<PersonalData>()
            .AddSingleton<ForgetStep>()
            .AddSingleton<RetentionStep>()
            .AddSingleton(RetrySchedule.Default);
    }
}
