using OneOnOne.Settings;

namespace OneOnOne.Pipeline;

/// <summary>
/// The send protocol's moves; see docs/architecture.md. Invariants: only the holder of the Posting record posts, and posts once; an
/// unknown outcome is never sent again before the provider was asked; nothing is sent once the one-on-one has begun.
/// </summary>
public static class DeliveryProtocol
{
    public static DeliveryMove Next(Delivery delivery, Worker worker, DateTimeOffset now, DeliverySettings settings)
    {
        bool held = delivery.LeaseUntil > now && !(worker.Alone && delivery.Owner != worker.Id);
        switch (delivery.State)
        {
            case DeliveryState.Sent or DeliveryState.Refused or DeliveryState.Expired or DeliveryState.Held:
                return new DeliveryMove.Nothing();
            case DeliveryState.Posting when !held:
                return new DeliveryMove.Record(delivery with { State = DeliveryState.Unknown, UnknownSince = now, Owner = null, LeaseUntil = null });
            case DeliveryState.Posting or DeliveryState.Claimed when held:
                return new DeliveryMove.Wait(delivery.LeaseUntil!.Value);
            case DeliveryState.Unknown:
                return new DeliveryMove.Ask();
            default:
                break;
        }

        if (now >= delivery.StartsAt)
        {
            return new DeliveryMove.Record(Expire(delivery, now));
        }

        return delivery.NotBefore > now
            ? new DeliveryMove.Wait(delivery.NotBefore.Value)
            : new DeliveryMove.Send(Claim(delivery, worker, now, settings));
    }

    /// <summary>The intent, written before the post. Losing this write means that somebody else is sending.</summary>
    public static Delivery Intend(Delivery claimed, DateTimeOffset now, DeliverySettings settings) =>
        claimed with { State = DeliveryState.Posting, LeaseUntil = now + settings.Lease }; // The lease has to outlast the post, however long the brief took.

    /// <summary>A claim that came to nothing before the post. Without this, the next try would wait for the lease and never count as one.</summary>
    public static Delivery Release(Delivery claimed) => Released(claimed) with { State = DeliveryState.Planned };

    /// <summary>Not now, for a reason that has nothing to do with this mail: it has not been tried.</summary>
    public static Delivery Defer(Delivery delivery, DateTimeOffset until, string code) =>
        Released(delivery) with { State = DeliveryState.Deferred, Attempt = delivery.State == DeliveryState.Claimed ? delivery.Attempt - 1 : delivery.Attempt, NotBefore = until, Code = code };

    public static Delivery After(Delivery posting, PostResult result, DateTimeOffset now, DeliverySettings settings) => result.Outcome switch
    {
        PostOutcome.Accepted => Settled(posting, DeliveryState.Sent, now) with { MessageId = result.MessageId },
        PostOutcome.Refused => Settled(posting, DeliveryState.Refused, now) with { Code = result.Code },
        PostOutcome.Deferred => Released(posting) with
        {
            State = DeliveryState.Deferred,
            Attempt = posting.Attempt - 1,
            NotBefore = now + (result.RetryAfter ?? settings.DeferFor),
            Code = result.Code,
        },
        PostOutcome.Unknown => Released(posting) with { State = DeliveryState.Unknown, UnknownSince = now, Code = result.Code },
        _ => throw new InvalidOperationException($"An outcome without a rule: {result.Outcome}"),
    };

    /// <summary>What an unknown delivery becomes after the provider was asked.</summary>
    public static DeliveryMove AfterLookup(Delivery unknown, Lookup lookup, DateTimeOffset now, DeliverySettings settings)
    {
        DateTimeOffset decideAt = unknown.UnknownSince!.Value + settings.ReconcileFor;
        return lookup switch
        {
            Lookup.Accepted => new DeliveryMove.Record(Accepted(unknown, now)),
            Lookup.NotAccepted => new DeliveryMove.Record(Released(unknown) with { State = DeliveryState.Planned, UnknownSince = null, Code = null }),
            Lookup.CannotTell when now < decideAt => new DeliveryMove.Wait(decideAt),
            Lookup.CannotTell when settings.UnknownPolicy == UnknownPolicy.ResendOnce && !unknown.PossibleDuplicate && now < unknown.StartsAt =>
                new DeliveryMove.Record(Released(unknown) with { State = DeliveryState.Planned, UnknownSince = null, PossibleDuplicate = true }),
            Lookup.CannotTell => new DeliveryMove.Record(Settled(unknown, DeliveryState.Held, now) with { Code = "outcome-unknown" }),
            _ => throw new InvalidOperationException($"A lookup without a rule: {lookup}"),
        };
    }

    /// <summary>
    /// What a delivery becomes when the provider tells of its mail, which proves that it accepted one: what was unknown or held is
    /// sent, and of a possible duplicate the first was, so that no second is needed. Whoever has claimed that one fails to write their
    /// intent; whoever is posting it already goes on, and asks if no answer comes.
    /// </summary>
    /// <returns>Null when nothing is to be written.</returns>
    public static Delivery? AfterEvent(Delivery delivery, DateTimeOffset now) => delivery.State switch
    {
        DeliveryState.Unknown or DeliveryState.Held => Accepted(delivery, now),
        DeliveryState.Planned or DeliveryState.Claimed or DeliveryState.Deferred or DeliveryState.Expired or DeliveryState.Refused when delivery.PossibleDuplicate => Accepted(delivery, now),
        _ => null,
    };

    public static Delivery Expire(Delivery delivery, DateTimeOffset now) => Settled(delivery, DeliveryState.Expired, now) with { Code = "one-on-one-began" };

    public static Delivery Refuse(Delivery delivery, string code, DateTimeOffset now) => Settled(delivery, DeliveryState.Refused, now) with { Code = code };

    /// <summary>Sent, as was found out later.</summary>
    private static Delivery Accepted(Delivery delivery, DateTimeOffset now) => Settled(delivery, DeliveryState.Sent, now) with { NotBefore = null, Code = null };

    private static Delivery Claim(Delivery delivery, Worker worker, DateTimeOffset now, DeliverySettings settings) => delivery with
    {
        State = DeliveryState.Claimed,
        Owner = worker.Id,
        LeaseUntil = now + settings.Lease,
        Attempt = delivery.Attempt + 1,
        NotBefore = null,
        Code = null,
    };

    private static Delivery Settled(Delivery delivery, DeliveryState state, DateTimeOffset now) =>
        Released(delivery) with { State = state, SettledAt = now, UnknownSince = null };

    private static Delivery Released(Delivery delivery) => delivery with { Owner = null, LeaseUntil = null };
}

/// <summary>Who claims deliveries.</summary>
/// <param name="Alone">Nobody else works on this store at present, so that the lease of any other owner is a dead process's.</param>
public sealed record Worker(string Id, bool Alone);

public abstract record DeliveryMove
{
    private DeliveryMove()
    {
    }

    public sealed record Nothing : DeliveryMove;

    public sealed record Wait(DateTimeOffset Until) : DeliveryMove;

    /// <summary>Write this and look again.</summary>
    public sealed record Record(Delivery Delivery) : DeliveryMove;

    /// <summary>Write this claim, then post.</summary>
    public sealed record Send(Delivery Claim) : DeliveryMove;

    /// <summary>Ask the provider whether it has it.</summary>
    public sealed record Ask : DeliveryMove;
}
