using System.Collections.Immutable;
using OneOnOne.Briefs;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>
/// Tells of a change of a one-on-one whose brief has gone out. What is to be told is a run of its own, with an id that derives from the
/// one-on-one and the change's number, and goes out by the same protocol as any brief: planners at once, and one that dies midway, tell
/// it once.
/// </summary>
internal sealed class ChangeNotices(IRunStore runs, IMessageQueue queue)
{
    /// <param name="startsAt">When it begins now; null: it is cancelled.</param>
    /// <returns>False when somebody else changed the run first.</returns>
    public async Task<bool> TellAsync(Versioned<Run> told, DateTimeOffset? startsAt, string because, DateTimeOffset now, CancellationToken cancellation)
    {
        Run run = told.Value;
        int number = run.Changes + 1;
        ChangeNotice change = new(run.Id, number, run.StartsAt, startsAt, because);
        Run notice = run with
        {
            Id = RunId.OfChange(run, number),
            Notice = change,
            StartsAt = startsAt ?? run.StartsAt,
            LastRun = null,
            AsOf = now,
            PlannedAt = now,
            DeadlineAt = now,
            Round = 0,
            ComposedAt = null,
            Changes = 0,
            Cancelled = false,
        };
        if (!await runs.TryCreateAsync(notice, cancellation))
        {
            // Whoever made it may have died before the run said so, and there may have been a further change since: that one is the next.
            change = (await runs.ReadAsync(notice.Id, cancellation))!.Run.Value.Notice!;
        }

        await SendAsync(notice.Id, cancellation);
        return await runs.TryReplaceAsync(told with { Value = run with { Changes = number, Cancelled = change.Now is null, StartsAt = change.Now ?? run.StartsAt } }, cancellation);
    }

    /// <summary>Plans its mails, if nobody has: to those whose half is out, or may be. Whoever has none yet will get one that knows.</summary>
    public async Task SendAsync(RunId id, CancellationToken cancellation)
    {
        RunState state = (await runs.ReadAsync(id, cancellation))!;
        Run notice = state.Run.Value;
        if (notice.ComposedAt is not null)
        {
            return;
        }

        if (await runs.ReadPairAsync(notice.Notice!.Of, cancellation) is not { } pair)
        {
            return;
        }

        Halves halves = await ReadAsync(notice.Notice.Of, cancellation);
        ImmutableArray<Delivery> deliveries = [.. halves.Out.Select(half => new Delivery { Run = id, Audience = half.Audience, To = half.To, StartsAt = notice.StartsAt })];
        if (await runs.TryComposeAsync(state.Run with { Value = notice with { ComposedAt = notice.PlannedAt } }, pair, deliveries, cancellation))
        {
            await queue.SendAsync([.. deliveries.Select(half => new Outgoing(new DeliverBrief(id, half.Audience)))], cancellation);
        }
    }

    public async Task<Halves> ReadAsync(RunId run, CancellationToken cancellation)
    {
        List<Delivery> all = [];
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            if (await runs.ReadDeliveryAsync(run, audience, cancellation) is { } half)
            {
                all.Add(half.Value);
            }
        }

        return new Halves(
            all.Exists(half => half.State is DeliveryState.Claimed or DeliveryState.Posting),
            [.. all.Where(half => half.State is DeliveryState.Sent or DeliveryState.Unknown or DeliveryState.Held)]);
    }

    /// <param name="UnderWay">Somebody is sending one: nobody knows yet which time it tells.</param>
    /// <param name="Out">Those that somebody has, or may have.</param>
    public readonly record struct Halves(bool UnderWay, ImmutableArray<Delivery> Out);
}
