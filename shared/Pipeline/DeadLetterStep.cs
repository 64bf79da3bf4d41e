using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Records a message that was given up, so that somebody sees it and can send it again.</summary>
public sealed partial class DeadLetterStep(IRunStore runs, IMessageQueue queue, Telemetry telemetry, ILogger<DeadLetterStep> log)
{
    public async Task RecordAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await runs.SaveAsync(letter, cancellation);
        telemetry.GivenUp(letter.Subscription);
        LogDead(log, letter.Id, letter.Subscription, letter.Reason, letter.Attempts);
    }

    /// <summary>Sends it again. Every step is idempotent, so once too often does no harm.</summary>
    /// <exception cref="PoisonMessageException">It cannot be read now either.</exception>
    public async Task ReplayAsync(DeadLetter letter, DateTimeOffset now, CancellationToken cancellation)
    {
        Message message = MessageJson.Read<Message>(System.Text.Encoding.UTF8.GetBytes(letter.Body));
        using Activity? span = telemetry.StartRun("replay", message.Run);
        await queue.SendAsync([new Outgoing(message with { Round = message.Round + 1 })], cancellation);
        await runs.SaveAsync(letter with { ReplayedAt = now }, cancellation);
    }

    [LoggerMessage(1, LogLevel.Error, "Dead letter {Id} at {Subscription} after {Attempts} attempts: {Reason}", EventName = "DeadLetter")]
    private static partial void LogDead(ILogger log, string id, Subscription subscription, string reason, int attempts);
}
