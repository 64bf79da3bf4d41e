using System.Diagnostics;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Simulation;

/// <summary>Bugs that the product does not have, each put between it and a port.</summary>
internal static class SimBugs
{
    /// <summary>Replaces whatever version is there.</summary>
    public static SimPlants ETagDropped { get; } = new() { Runs = (runs, _) => new Overwriting(runs) };

    /// <summary>A client library that posts again by itself when the answer is lost.</summary>
    public static SimPlants LibraryRetries { get; } = new() { Mail = mail => new Retrying(mail) };

    /// <summary>The queue forgets a message when it hands it over, not when it is done.</summary>
    public static SimPlants SettledBeforeDone { get; } = new() { Received = received => new Forgetful(received) };

    /// <summary>Written down as sent before it is posted.</summary>
    public static SimPlants SentBeforePost { get; } = new() { Runs = (runs, _) => new Hasty(runs) };

    /// <summary>What was sent is remembered for ten minutes only.</summary>
    public static SimPlants RememberedForAWhile { get; } = new() { Runs = (runs, clock) => new Amnesiac(runs, clock) };

    /// <summary>Whoever loses the answer gives the claim back, as if nothing had been posted.</summary>
    public static SimPlants ClaimDeleted { get; } = new() { Runs = (runs, _) => new Giving(runs) };

    private sealed class Overwriting(IRunStore store) : PipelineRunStore(store)
    {
        public override async Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation)
        {
            Versioned<Delivery> present = (await base.ReadDeliveryAsync(delivery.Value.Run, delivery.Value.Audience, cancellation))!;
            return await base.TryReplaceAsync(delivery with { ETag = present.ETag }, cancellation);
        }
    }

    private sealed class Retrying(IMailGateway mail) : IMailGateway
    {
        public async Task<PostResult> PostAsync(Mail one, CancellationToken cancellation)
        {
            try
            {
                PostResult result = await mail.PostAsync(one, cancellation);
                return result.Outcome == PostOutcome.Unknown ? await mail.PostAsync(one, cancellation) : result;
            }
            catch (IOException)
            {
                return await mail.PostAsync(one, cancellation);
            }
        }

        public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) => mail.FindAsync(briefKey, cancellation);
    }

    private sealed class Forgetful(IReceivedMessage received) : IReceivedMessage
    {
        private Task? _completed;

        public int Attempt => received.Attempt;

        public ActivityContext? Trace => received.Trace;

        public Message Read()
        {
            Message message = received.Read();
            _completed = received.CompleteAsync();
            return message;
        }

        public Task CompleteAsync() => _completed!;

        public Task AbandonAsync() => received.AbandonAsync();

        public Task SendAgainAsync(Message message, TimeSpan delay, CancellationToken cancellation) => received.SendAgainAsync(message, delay, cancellation);

        public Task DeadLetterAsync(string reason) => received.DeadLetterAsync(reason);
    }

    private sealed class Hasty(IRunStore store) : PipelineRunStore(store)
    {
        public override Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation) => base.TryReplaceAsync(
            delivery.Value.State == DeliveryState.Posting ? delivery with { Value = delivery.Value with { State = DeliveryState.Sent, LeaseUntil = null } } : delivery, cancellation);
    }

    private sealed class Amnesiac(IRunStore store, TimeProvider clock) : PipelineRunStore(store)
    {
        private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

        public override async Task<Versioned<Delivery>?> ReadDeliveryAsync(RunId run, OneOnOne.Briefs.Audience audience, CancellationToken cancellation) =>
            await base.ReadDeliveryAsync(run, audience, cancellation) is { } delivery
                ? delivery.Value.State == DeliveryState.Sent && delivery.Value.SettledAt < clock.GetUtcNow() - Remembered
                    ? delivery with { Value = delivery.Value with { State = DeliveryState.Planned, SettledAt = null } }
                    : delivery
                : null;
    }

    private sealed class Giving(IRunStore store) : PipelineRunStore(store)
    {
        public override Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation) => base.TryReplaceAsync(
            delivery.Value.State == DeliveryState.Unknown ? delivery with { Value = delivery.Value with { State = DeliveryState.Planned, UnknownSince = null } } : delivery, cancellation);
    }
}
