using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Mail;

/// <summary>
/// Sends through any SMTP server. SMTP has no look-up: what became of a lost answer only a person can find out. So it matters to know
/// whether the server had begun to get the mail: until then it certainly has none.
/// </summary>
internal sealed class SmtpGateway(SmtpSettings settings) : IMailGateway
{
    /// <summary>How long a client that was disposed of may take to let go.</summary>
    private static readonly TimeSpan Letting = TimeSpan.FromSeconds(5);

    /// <summary>Set when an answer was lost or never came: each further mail of this process would be in doubt too, and wait as long.</summary>
    private volatile PostResult? _pause;

    public async Task<PostResult> PostAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        if (MailHeaders.Refusal(mail) is { } refusal)
        {
            return new PostResult(PostOutcome.Refused, refusal);
        }

        if (_pause is { } pause)
        {
            return pause;
        }

        PostResult result = await TryAsync(mail, cancellation);
        if (result.Outcome == PostOutcome.Unknown)
        {
            _pause = new PostResult(PostOutcome.Deferred, SmtpCodes.Paused);
        }
        else if (result is { Outcome: PostOutcome.Deferred, Code: SmtpCodes.Timeout })
        {
            _pause = result;
        }

        return result;
    }

    public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) => Task.FromResult(Lookup.CannotTell);

    private async Task<PostResult> TryAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        bool begun = false;
        using MailMessage message = MimeMail.Of(mail, () => Volatile.Write(ref begun, true));
        using SmtpClient client = new(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is not null)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        Task sending = client.SendMailAsync(message, CancellationToken.None);
        if (!await EndsAsync(sending, () => Volatile.Read(ref begun), cancellation))
        {
            // Disposed of from outside: SmtpClient does not let go of a silent server by itself. What it did until then is known when it has.
            client.Dispose();
            await Task.WhenAny(sending, Task.Delay(Letting, CancellationToken.None));
            _ = sending.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (!sending.IsCompletedSuccessfully)
            {
                return !sending.IsCompleted || Volatile.Read(ref begun) ? new PostResult(PostOutcome.Unknown, SmtpCodes.Timeout)
                    : cancellation.IsCancellationRequested ? new PostResult(PostOutcome.Deferred, SmtpCodes.Stopped, RetryAfter: TimeSpan.Zero)
                    : new PostResult(PostOutcome.Deferred, SmtpCodes.Timeout);
            }
        }

        try
        {
            await sending;
            return new PostResult(PostOutcome.Accepted, MessageId: message.Headers["Message-ID"]);
        }
        catch (SmtpException e)
        {
            return Outcome(e, Volatile.Read(ref begun));
        }
    }

    /// <summary>Waits for the answer. Whoever stops the program waits for it too once the mail is on its way, else it could not be written down.</summary>
    private async Task<bool> EndsAsync(Task sending, Func<bool> begun, CancellationToken stop)
    {
        using CancellationTokenSource limit = new(settings.Timeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await Task.WhenAny(sending, Task.Delay(Timeout.Infinite, either.Token));
        if (!sending.IsCompleted && begun())
        {
            await Task.WhenAny(sending, Task.Delay(Timeout.Infinite, limit.Token));
        }

        return sending.IsCompleted;
    }

    private PostResult Outcome(SmtpException e, bool begun)
    {
        const int FirstTransient = 400;
        const int FirstPermanent = 500;
        int status = (int)e.StatusCode;
        string code = SmtpCodes.Of(status);
        return status switch
        {
            _ when !begun && SmtpCodes.IsSignIn(status) => new PostResult(PostOutcome.Deferred, code), // It is us who are refused, not the mail.
            >= FirstPermanent => new PostResult(PostOutcome.Refused, code),
            >= FirstTransient => new PostResult(PostOutcome.Deferred, code),
            _ when begun => new PostResult(PostOutcome.Unknown, SmtpCodes.Lost),
            _ when NeverReached(e) => new PostResult(PostOutcome.Deferred, SmtpCodes.Unreachable),
            _ when settings.Tls && e.InnerException is null or AuthenticationException => new PostResult(PostOutcome.Deferred, SmtpCodes.Tls),
            _ => new PostResult(PostOutcome.Deferred, SmtpCodes.Lost),
        };
    }

    private static bool NeverReached(Exception? e) => e switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData } => true,
        _ => NeverReached(e.InnerException),
    };
}
