using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using SendGrid;

namespace OneOnOne.Functions.Mail;

/// <summary>Posts a brief to SendGrid, exactly once per call, and says what is known about it afterwards.</summary>
public sealed class SendGridMailGateway(ISendGridClient client, SendGridSettings settings, IRunStore runs, TimeProvider clock) : IMailGateway
{
    public async Task<PostResult> PostAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        if (MailHeaders.Refusal(mail) is { } refusal)
        {
            return new PostResult(PostOutcome.Refused, refusal);
        }

        if (cancellation.IsCancellationRequested)
        {
            return new PostResult(PostOutcome.Deferred, "shutting-down");
        }

        try
        {
            // Not cancellable from here on: breaking off now would leave nobody knowing whether the mail is out.
            Response response = await client.SendEmailAsync(SendGridMail.Of(mail, settings), CancellationToken.None);
            using (response.Body)
            {
                return SendGridOutcome.Of(response, clock.GetUtcNow());
            }
        }
        catch (HttpRequestException e) when (SendGridOutcome.NeverReached(e))
        {
            return new PostResult(PostOutcome.Deferred, "not-reached");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            return new PostResult(PostOutcome.Unknown, "answer-lost");
        }
    }

    /// <summary>
    /// SendGrid has no look-up by our key, but it tells of each mail that it accepted, and that stands in the ledger. Where nothing
    /// stands, nothing is proved: an event may be late, and in the sandbox none ever comes.
    /// </summary>
    public async Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) =>
        Delivery.ParseKey(briefKey) is { } brief && !(await runs.EventsAsync(brief.Run, brief.Audience, cancellation)).IsEmpty ? Lookup.Accepted : Lookup.CannotTell;
}
