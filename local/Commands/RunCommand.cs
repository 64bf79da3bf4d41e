using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Settings;

namespace OneOnOne.Local.Commands;

internal static class RunCommand
{
    public static async Task<int> RunAsync(DataFolder folder, DateTimeOffset? asOf, int? leadHours, string? smtp, Terminal terminal, CancellationToken cancellation)
    {
        Composition.RequireDatabase(folder);
        using FileStream alone = folder.Lock("run");
        IConfiguration configuration = Composition.Configuration(folder);
        OneOnOneSettings settings = OneOnOneSettings.Read(configuration);
        if (smtp is null)
        {
            settings = settings.WithLinks(folder); // What stays in the outbox is read on this machine; other people could not follow a link to it.
        }

        if (leadHours is { } hours)
        {
            settings = settings with { Plan = settings.Plan with { Lead = TimeSpan.FromHours(hours) } };
        }

        Func<IMailGateway>? mail = smtp is null ? null : () => new SmtpGateway(SmtpSettings.Read(smtp, configuration));
        TimeProvider clock = asOf is { } instant ? new FrozenClock(instant) : TimeProvider.System;
        await using ServiceProvider services = Composition.Build(folder, clock, settings, mail);
        await services.GetRequiredService<Reports>().DefaultAsOfAsync(cancellation); // Without a snapshot there is nothing to run on: say so.
        _ = services.GetRequiredService<IMailGateway>(); // An outbox that cannot be written stops the run before it starts.
        DateTimeOffset now = clock.GetUtcNow();
        PlanReport report = await Pipelines.RunOnceAsync(services, cancellation, RunReport.Progress(terminal));
        await services.GetRequiredService<RetentionStep>().RunAsync(TimeProvider.System.GetUtcNow(), cancellation);
        return await RunReport.WriteAsync(services, report, folder, settings.Plan.Lead, now, smtp, terminal, cancellation);
    }
}
