using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Messaging;

/// <summary>Moves dead letters from Service Bus, where nobody looks, into the ledger, from where they can be sent again.</summary>
public sealed partial class DeadLetterRecorder(DeadLetterStep step, TimeProvider clock, ILogger<DeadLetterRecorder> log)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task RecordAsync(Subscription subscription, ServiceBusReceivedMessage dead, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        try
        {
            await step.RecordAsync(Letter(subscription, dead), cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Thrown, it would come back at once and for ever: dead letters have no last attempt. Left alone, it comes back when its lock lapses.
            LogNotRecorded(log, subscription, failure.GetType().Name, failure.StackTrace);
            return;
        }

        await actions.CompleteMessageAsync(dead, CancellationToken.None);
    }

    private DeadLetter Letter(Subscription subscription, ServiceBusReceivedMessage dead)
    {
        DeathNote note = DeathNote.Read(dead);
        return new DeadLetter($"{subscription}:{IdOf(dead)}", subscription, Text(dead), note.Reason, note.Attempts, clock.GetUtcNow());
    }

    /// <summary>A message that is none of ours may carry anything in its id, and ids are logged.</summary>
    private static string IdOf(ServiceBusReceivedMessage dead)
    {
        try
        {
            return Envelope.Unwrap(dead).Id;
        }
        catch (PoisonMessageException)
        {
            return "sequence-" + dead.SequenceNumber.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string Text(ServiceBusReceivedMessage dead)
    {
        ReadOnlyMemory<byte> body = ReadOnlyMemory<byte>.Empty;
        try
        {
            body = Envelope.Body(dead);
            return body.Length <= MessageJson.LargestBytes ? Strict.GetString(body.Span) : Convert.ToBase64String(body.Span[..MessageJson.LargestBytes]);
        }
        catch (PoisonMessageException)
        {
            return "";
        }
        catch (DecoderFallbackException)
        {
            return Convert.ToBase64String(body.Span);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A dead letter of {Subscription} could not be recorded and stays where it is: {Failure}\n{Stack}", EventName = "DeadLetterNotRecorded")]
    private static partial void LogNotRecorded(ILogger log, Subscription subscription, string failure, string? stack);
}
