using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Invitations;
using OneOnOne.Links;
using OneOnOne.Meetings;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Sends one half by the send protocol: claimed, intended, posted once, recorded.</summary>
public sealed partial class DeliverStep(
    IBookStore books,
    IRunStore runs,
    IMessageQueue queue,
    IMailGateway gateway,
    BriefRenderer renderer,
    LinkMaker links,
    TimeProvider clock,
    Worker worker,
    ProviderPause pause,
    DeliverySettings settings,
    Telemetry telemetry,
    ILogger<DeliverStep> log)
{
    private const int LongestName = 100;
    private const string Paused = "provider-pause";

    /// <summary>Whoever looks too early waits again. This worker's clock may be slow; the next one's need not be.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public async Task RunAsync(DeliverBrief message, CancellationToken cancellation)
    {
        Versioned<Delivery> delivery = await runs.ReadDeliveryAsync(message.Run, message.Audience, cancellation) ?? throw new PoisonMessageException("unknown-delivery", "run");
        bool sent = false;
        while (true)
        {
            switch (DeliveryProtocol.Next(delivery.Value, worker, clock.GetUtcNow(), settings))
            {
                case DeliveryMove.Record record:
                    delivery = await ReplaceAsync(delivery with { Value = record.Delivery }, cancellation);
                    break;
                case DeliveryMove.Ask:
                    Lookup lookup = await gateway.FindAsync(delivery.Value.BriefKey, cancellation);
                    DeliveryMove move = DeliveryProtocol.AfterLookup(delivery.Value, lookup, clock.GetUtcNow(), settings);
                    if (move is not DeliveryMove.Record reconciled)
                    {
                        await AgainAsync(message, ((DeliveryMove.Wait)move).Until, cancellation);
                        return;
                    }

                    delivery = await ReplaceAsync(delivery with { Value = reconciled.Delivery }, cancellation);
                    if (lookup == Lookup.Accepted)
                    {
                        LogReconciled(log, delivery.Value.BriefKey);
                    }

                    break;
                case DeliveryMove.Send when sent:
                    // The provider says at once that it does not have what was just posted: trying in a circle would not make it better.
                    await AgainAsync(message, clock.GetUtcNow() + settings.DeferFor, cancellation);
                    return;
                case DeliveryMove.Send when pause.Until(clock.GetUtcNow()) is { } until:
                    // Written down, so that the next process keeps to it as well.
                    delivery = await ReplaceAsync(delivery with { Value = DeliveryProtocol.Defer(delivery.Value, until, Paused) }, cancellation);
                    break;
                case DeliveryMove.Send send:
                    sent = true;
                    delivery = await SendAsync(await ReplaceAsync(delivery with { Value = send.Claim }, cancellation), cancellation);
                    break;
                case DeliveryMove.Wait wait:
                    await AgainAsync(message, wait.Until, cancellation);
                    return;
                default:
                    return;
            }
        }
    }

    private async Task<Versioned<Delivery>> SendAsync(Versioned<Delivery> claimed, CancellationToken cancellation)
    {
        Mail? mail;
        string? refusal;
        try
        {
            (mail, refusal) = await PrepareAsync(claimed.Value, cancellation);
        }
        catch (Exception)
        {
            // Nothing was posted. Were the claim kept, each retry would wait for its lease, and the failure would never be given up.
            await runs.TryReplaceAsync(claimed with { Value = DeliveryProtocol.Release(claimed.Value) }, CancellationToken.None);
            throw;
        }

        if (mail is null)
        {
            return await ReplaceAsync(claimed with { Value = DeliveryProtocol.Refuse(claimed.Value, refusal!, clock.GetUtcNow()) }, cancellation);
        }

        if (clock.GetUtcNow() >= claimed.Value.StartsAt)
        {
            // It was in time when it was claimed; what was read and written since then took too long.
            return await ReplaceAsync(claimed with { Value = DeliveryProtocol.Expire(claimed.Value, clock.GetUtcNow()) }, cancellation);
        }

        if (pause.Enter(clock.GetUtcNow()) is { } until)
        {
            return await ReplaceAsync(claimed with { Value = DeliveryProtocol.Defer(claimed.Value, until, Paused) }, cancellation);
        }

        Versioned<Delivery> posting = await ReplaceAsync(claimed with { Value = DeliveryProtocol.Intend(claimed.Value, clock.GetUtcNow(), settings) }, cancellation);
        PostResult result = await PostAsync(posting.Value.Run, mail, cancellation);
        pause.After(result, clock.GetUtcNow());
        LogOutcome(log, mail.BriefKey, result.Outcome, result.Code);

        Versioned<Delivery> after = await RecordAsync(posting, result);
        if (result.Outcome == PostOutcome.Accepted)
        {
            telemetry.Sent(after.Value.StartsAt - after.Value.SettledAt!.Value);
        }

        return after;
    }

    /// <summary>Not cancellable: the mail is out, and what is known about it has to be written down.</summary>
    private async Task<Versioned<Delivery>> RecordAsync(Versioned<Delivery> posting, PostResult result)
    {
        try
        {
            return await ReplaceAsync(posting with { Value = DeliveryProtocol.After(posting.Value, result, clock.GetUtcNow(), settings) }, CancellationToken.None);
        }
        catch (ConcurrencyException) when (result.Outcome == PostOutcome.Accepted)
        {
            // The post outlasted its lease, or somebody's clock is fast: they took it for lost, and would hold it or send it once more.
            if (await runs.SettleAsync(posting.Value.Run, posting.Value.Audience, result.MessageId, clock, CancellationToken.None) is not { } settled)
            {
                throw;
            }

            telemetry.Recorded(settled.After.Value);
            LogTakenForLost(log, settled.After.Value.BriefKey, settled.Before);
            return settled.After;
        }
    }

    private async Task<(Mail? Mail, string? Refusal)> PrepareAsync(Delivery delivery, CancellationToken cancellation)
    {
        Run run = (await runs.ReadAsync(delivery.Run, cancellation) ?? throw new PoisonMessageException("unknown-run", "run")).Run.Value;
        BriefPair pair = await runs.ReadPairAsync(delivery.Run, cancellation) ?? throw new PoisonMessageException("unknown-brief", "run");
        Person? to = await books.FindPersonAsync(delivery.To, cancellation);
        Person? rep = await books.FindPersonAsync(run.Rep, cancellation);

        // Managers change between planning and sending; a rep's numbers go to the present one only.
        string? refusal = rep?.Manager != run.Manager ? "manager-changed"
            : to is { Active: false } ? "left-the-company"
            : run.Notice is { } old && await IsSupersededAsync(old, cancellation) ? "superseded"
            : run.Notice is not { Now: null } && await IsCancelledAsync(run, cancellation) ? "one-on-one-cancelled"
            : RecipientPolicy.Refusal(to?.Email, settings.AllowedDomains);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        RenderedBrief brief = await (run.Notice is { } change ? renderer.RenderAsync(Changed.Of(change, pair.Facts, delivery.Audience)) : renderer.RenderAsync(At(pair, run), delivery.Audience, links.ForMail(run, delivery)));
        MailAddress address = new(to!.Email!, Safe.Text(to.Name, LongestName));
        return (
            new Mail(
                delivery.BriefKey,
                new MailAddress(settings.FromAddress, Safe.Text(settings.FromName, LongestName)),
                address,
                brief.Subject,
                brief.Html,
                brief.Text)
            {
                Date = run.AsOf,
                Calendar = Invitation.Of(run, pair.Facts, delivery.Audience, address, settings),
            },
            null);
    }

    /// <summary>A one-on-one that was moved after its brief was composed: the figures stay, the time is the new one.</summary>
    private static BriefPair At(BriefPair pair, Run run) => pair.Facts.Meeting is not { } meeting || meeting.StartsAt == run.StartsAt
        ? pair
        : pair with { Facts = pair.Facts with { Meeting = meeting with { StartsAt = run.StartsAt, MovedBecause = run.MovedBecause } } };

    /// <summary>It was moved once more meanwhile: that notice tells all.</summary>
    private async Task<bool> IsSupersededAsync(ChangeNotice notice, CancellationToken cancellation) =>
        await runs.ReadAsync(notice.Of, cancellation) is { } of && of.Run.Value.Changes > notice.Number;

    private async Task<bool> IsCancelledAsync(Run run, CancellationToken cancellation)
    {
        Team? team = await books.FindTeamAsync(run.Manager, cancellation);
        MeetingSeries? series = team?.Meetings.FirstOrDefault(one => one.Id == run.MeetingId);
        return series is not null && series.Changes.Any(change => change.On == run.On && change.MovedTo is null);
    }

    private async Task<PostResult> PostAsync(RunId run, Mail mail, CancellationToken cancellation)
    {
        using Activity? span = telemetry.StartPost(run);
        try
        {
            PostResult result = await gateway.PostAsync(mail, cancellation);
            span.End(result.Outcome.ToString());
            return result;
        }
        catch (Exception failure)
        {
            // Whatever it was, the mail may be out.
            span.Fail(failure);
            return new PostResult(PostOutcome.Unknown, "answer-lost");
        }
    }

    private async Task<Versioned<Delivery>> ReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation)
    {
        Alert(delivery.Value);
        Versioned<Delivery> written = await runs.TryReplaceAsync(delivery, cancellation) ?? throw new ConcurrencyException();
        telemetry.Recorded(written.Value);
        return written;
    }

    /// <summary>Before it is written down: rather an alert about something that came to nothing than none because the process died in between.</summary>
    private void Alert(Delivery delivery)
    {
        switch (delivery.State)
        {
            case DeliveryState.Unknown:
                LogUnknown(log, delivery.BriefKey, delivery.Code);
                break;
            case DeliveryState.Held:
                LogHeld(log, delivery.BriefKey);
                break;
            default:
                break;
        }
    }

    private Task AgainAsync(DeliverBrief message, DateTimeOffset at, CancellationToken cancellation)
    {
        TimeSpan wait = at - clock.GetUtcNow();
        return queue.SendAsync([new Outgoing(message with { Round = message.Round + 1 }) { After = wait < LongestWait ? wait : LongestWait }], cancellation);
    }

    [LoggerMessage(1, LogLevel.Information, "Brief {BriefKey}: {Outcome} {Code}", EventName = "DeliveryPosted")]
    private static partial void LogOutcome(ILogger log, string briefKey, PostOutcome outcome, string? code);

    [LoggerMessage(2, LogLevel.Warning, "Nobody knows whether brief {BriefKey} went out ({Code}): the provider will be asked", EventName = "DeliveryUnknown")]
    private static partial void LogUnknown(ILogger log, string briefKey, string? code);

    [LoggerMessage(3, LogLevel.Error, "Brief {BriefKey} is held: nobody could say whether it went out", EventName = "DeliveryHeld")]
    private static partial void LogHeld(ILogger log, string briefKey);

    [LoggerMessage(4, LogLevel.Information, "Brief {BriefKey} had been accepted: the provider was asked", EventName = "DeliveryReconciled")]
    private static partial void LogReconciled(ILogger log, string briefKey);

    [LoggerMessage(5, LogLevel.Information, "Brief {BriefKey} was {State} and had been accepted: the answer came after its post was taken for lost", EventName = "DeliveryAnsweredLate")]
    private static partial void LogTakenForLost(ILogger log, string briefKey, DeliveryState state);
}
