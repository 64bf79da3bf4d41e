using System.Text.Json;
using System.Text.Json.Serialization;
using OneOnOne.Briefs;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>
/// A person's word on a delivery of which nobody could say whether it went out. Marking it as sent writes that down; sending it once
/// more may mail somebody twice, and the ledger says so.
/// </summary>
public sealed class ResolveStep(IRunStore runs, IMessageQueue queue, TimeProvider clock)
{
    /// <summary>Whoever else writes is the delivering step, which is soon done.</summary>
    private const int MostTries = 3;

    /// <returns>What it came to; null where there is no such delivery.</returns>
    /// <exception cref="ConcurrencyException">It changed under every try.</exception>
    public async Task<ResolveMove?> RunAsync(RunId run, Audience audience, ResolvedAs outcome, CancellationToken cancellation)
    {
        for (int i = 0; i < MostTries; i++)
        {
            if (await runs.ReadDeliveryAsync(run, audience, cancellation) is not { } delivery)
            {
                return null;
            }

            DateTimeOffset now = clock.GetUtcNow();
            ResolveMove move = Decide(delivery.Value, outcome, now);
            if (move is ResolveMove.Record record && await runs.TryReplaceAsync(delivery with { Value = record.Delivery }, cancellation) is null)
            {
                continue;
            }

            if (move is not ResolveMove.Refuse && outcome == ResolvedAs.Resend)
            {
                await DeliverAsync(run, audience, now, cancellation);
            }

            return move;
        }

        throw new ConcurrencyException();
    }

    public static ResolveMove Decide(Delivery delivery, ResolvedAs outcome, DateTimeOffset now) => (outcome, delivery.State) switch
    {
        (ResolvedAs.Sent, DeliveryState.Held or DeliveryState.Unknown) => new ResolveMove.Record(Cleared(delivery) with { State = DeliveryState.Sent, SettledAt = now }),
        (ResolvedAs.Sent, DeliveryState.Sent) => new ResolveMove.Nothing(delivery),
        (ResolvedAs.Resend, DeliveryState.Held or DeliveryState.Unknown) => now < delivery.StartsAt
            ? new ResolveMove.Record(Cleared(delivery) with { State = DeliveryState.Planned, SettledAt = null, PossibleDuplicate = true })
            : new ResolveMove.Refuse(delivery, "its one-on-one has begun"),

        // Asked twice, or asked again because the first answer was lost: what was decided is under way.
        (ResolvedAs.Resend, DeliveryState.Planned or DeliveryState.Claimed or DeliveryState.Posting or DeliveryState.Deferred or DeliveryState.Sent) when delivery.PossibleDuplicate =>
            new ResolveMove.Nothing(delivery),
        _ => new ResolveMove.Refuse(delivery, "only a delivery that is Held or Unknown is for a person to decide"),
    };

    private static Delivery Cleared(Delivery delivery) => delivery with { Owner = null, LeaseUntil = null, NotBefore = null, UnknownSince = null, Code = null };

    /// <summary>Once too often does no harm. The round is the present minute: a queue that detects duplicates would drop one of an earlier round.</summary>
    private async Task DeliverAsync(RunId run, Audience audience, DateTimeOffset now, CancellationToken cancellation) =>
        await queue.SendAsync([new Outgoing(new DeliverBrief(run, audience) { Round = (int)(now - DateTimeOffset.UnixEpoch).TotalMinutes })], cancellation);
}

/// <summary>What a person found out.</summary>
[JsonConverter(typeof(ResolvedAsConverter))]
public enum ResolvedAs
{
    /// <summary>It went out.</summary>
    Sent,

    /// <summary>It did not, or nobody knows: send it once more, marked as a possible duplicate.</summary>
    Resend,
}

/// <summary>Names only: a number would be a guess about the order in which they are declared.</summary>
internal sealed class ResolvedAsConverter() : JsonStringEnumConverter<ResolvedAs>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

public abstract record ResolveMove(Delivery Delivery)
{
    public sealed record Record(Delivery Delivery) : ResolveMove(Delivery);

    /// <summary>It is so already.</summary>
    public sealed record Nothing(Delivery Delivery) : ResolveMove(Delivery);

    /// <param name="Because">A clause of ours.</param>
    public sealed record Refuse(Delivery Delivery, string Because) : ResolveMove(Delivery);
}
