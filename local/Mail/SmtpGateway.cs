using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Mail;

/// <summary>Sends through any SMTP server. SMTP has no look-up: what became of a lost answer only a person can find out.</summary>
internal sealed class SmtpGateway(SmtpSettings settings) : IMailGateway
{
    public async Task<PostResult> PostAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        if (MailHeaders.Refusal(mail) is { } refusal)
        {
            return new PostResult(PostOutcome.Refused, refusal);
        }

        using MailMessage message = MimeMail.Of(mail);
        using SmtpClient client = new(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is not null)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(settings.Timeout);
        try
        {
            // Waited for from outside: SmtpClient does not let go of a server that has the mail and stays silent. Disposing the client does.
            Task sending = client.SendMailAsync(message, CancellationToken.None);
            _ = sending.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await sending.WaitAsync(limit.Token);
            return new PostResult(PostOutcome.Accepted, MessageId: message.Headers["Message-ID"]);
        }
        catch (SmtpException e)
        {
            return Outcome(e);
        }
        catch (OperationCanceledException)
        {
            return new PostResult(PostOutcome.Unknown, "smtp-timeout");
        }
    }

    public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) => Task.FromResult(Lookup.CannotTell);

    private static PostResult Outcome(SmtpException e)
    {
        const int FirstTransient = 400;
        const int FirstPermanent = 500;
        string code = $"smtp-{(int)e.StatusCode}";
        return (int)e.StatusCode switch
        {
            >= FirstPermanent => new PostResult(PostOutcome.Refused, code),
            >= FirstTransient => new PostResult(PostOutcome.Deferred, code),
            _ when NeverReached(e) => new PostResult(PostOutcome.Deferred, "smtp-unreachable"),
            _ => new PostResult(PostOutcome.Unknown, "smtp-connection-lost"),
        };
    }

    private static bool NeverReached(Exception? e) => e switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData } => true,
        _ => NeverReached(e.InnerException),
    };
}

internal sealed record SmtpSettings(string Host, int Port)
{
    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
