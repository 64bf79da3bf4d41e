using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Settings;

namespace OneOnOne.Functions.Mail;

/// <summary>Says once, at start, that nobody will tell what became of mails. A missing key is no mistake on a laptop, and one in production.</summary>
internal sealed partial class EventNotice(SendGridSettings settings, ILogger<EventNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.WebhookPublicKey is null)
        {
            LogNoKey(log);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "SendGrid__WebhookPublicKey is not set: SendGrid's events are refused with 404, and a mail whose answer is lost cannot be reconciled", EventName = "EventsNotConfigured")]
    private static partial void LogNoKey(ILogger log);
}
