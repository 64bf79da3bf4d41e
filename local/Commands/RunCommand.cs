using System.Globalization;
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
        if (leadHours is { } hours)
        {
            settings = settings with { Plan = settings.Plan with { Lead = TimeSpan.FromHours(hours) } };
        }

        Func<IMailGateway>? mail = smtp is null ? null : () => new SmtpGateway(SmtpAddress.Read(smtp, configuration));
        TimeProvider clock = asOf is { } instant ? new FrozenClock(instant) : TimeProvider.System;
        await using ServiceProvider services = Composition.Build(folder, clock, settings, mail);
        await services.GetRequiredService<Reports>().DefaultAsOfAsync(cancellation); // Without a snapshot there is nothing to run on: say so.
        _ = services.GetRequiredService<IMailGateway>(); // An outbox that cannot be written stops the run before it starts.
        PlanReport report = await Pipelines.RunOnceAsync(services, cancellation, RunReport.Progress(terminal));
        await services.GetRequiredService<RetentionStep>().RunAsync(TimeProvider.System.GetUtcNow(), cancellation);
        return await RunReport.WriteAsync(services, report, folder, settings.Plan.Lead, clock.GetUtcNow(), smtp, terminal, cancellation);
    }
}

internal static class SmtpAddress
{
    private const int DefaultPort = 25;

    /// <summary>HOST or HOST:PORT; user, password and TLS come from the settings Smtp__User, Smtp__Password and Smtp__Tls.</summary>
    public static SmtpSettings Read(string text, IConfiguration configuration)
    {
        string[] parts = text.Split(':');
        int port = DefaultPort;
        if (parts[0].Length == 0 || parts.Length > 2 || (parts.Length == 2 && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535)))
        {
            throw new UserErrorException($"--smtp is \"{text}\", but must be a host with or without a port, like mail.example.com:587.");
        }

        IConfigurationSection section = configuration.GetSection("Smtp");
        return new SmtpSettings(parts[0], port)
        {
            User = section["User"],
            Password = section["Password"],
            Tls = section["Tls"] switch
            {
                null or "" => false,
                string tls when bool.TryParse(tls, out bool on) => on,
                string tls => throw new UserErrorException($"The setting Smtp__Tls is \"{tls}\", but must be true or false."),
            },
        };
    }
}
