using OneOnOne.Briefs;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Writes down that the provider accepted a mail, whatever its delivery has become in the meantime.</summary>
internal static class AcceptedMails
{
    /// <summary>
    /// Reads the delivery only now: whoever knows of no proof and decides otherwise in the meantime either fails on the ETag, or has
    /// written before this reads.
    /// </summary>
    /// <param name="messageId">The provider's; null where it did not say.</param>
    /// <returns>What the delivery was, and what it is now; null where the proof changes nothing.</returns>
    public static async Task<(DeliveryState Before, Versioned<Delivery> After)?> SettleAsync(
        this IRunStore runs, RunId run, Audience audience, string? messageId, TimeProvider clock, CancellationToken cancellation)
    {
        while (await runs.ReadDeliveryAsync(run, audience, cancellation) is { } delivery && DeliveryProtocol.AfterEvent(delivery.Value, clock.GetUtcNow()) is { } sent)
        {
            if (await runs.TryReplaceAsync(delivery with { Value = sent with { MessageId = messageId ?? sent.MessageId } }, cancellation) is { } written)
            {
                return (delivery.Value.State, written);
            }
        }

        return null;
    }
}
