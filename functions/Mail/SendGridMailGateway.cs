using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;
using SendGrid;

namespace OneOnOne.Functions.Mail;

/// <summary>Posts a brief to SendGrid, exactly once per call, and says what is known about it afterwards.</summary>
public sealed class SendGridMailGateway(ISendGridClient client, SendGridSettings settings, TimeProvider clock) : IMailGateway
{
    public async Task<PostResult> PostAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        if (!SendGridMail.IsSafe(mail))
        {
            return new PostResult(PostOutcome.Refused, "bad-header");
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

    /// <summary>Cannot tell: SendGrid has no look-up by our key; its events will be written to the ledger and asked there.</summary>
    public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) => Task.FromResult(Lookup.CannotTell);
}
