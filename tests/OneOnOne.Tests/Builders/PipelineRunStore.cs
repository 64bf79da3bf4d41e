using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

/// <summary>A real run store, of which a test overrides what it is about.</summary>
internal abstract class PipelineRunStore(IRunStore store) : IRunStore
{
    public virtual Task<bool> TryCreateAsync(Run run, CancellationToken cancellation) => store.TryCreateAsync(run, cancellation);

    public Task<RunState?> ReadAsync(RunId run, CancellationToken cancellation) => store.ReadAsync(run, cancellation);

    public Task<bool> TryReplaceAsync(Versioned<Run> run, CancellationToken cancellation) => store.TryReplaceAsync(run, cancellation);

    public virtual Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation) => store.SavePartAsync(run, part, cancellation);

    public Task<ImmutableArray<PartResult>> ReadPartsAsync(RunId run, CancellationToken cancellation) => store.ReadPartsAsync(run, cancellation);

    public virtual Task<bool> TryComposeAsync(Versioned<Run> run, BriefPair pair, ImmutableArray<Delivery> deliveries, CancellationToken cancellation) =>
        store.TryComposeAsync(run, pair, deliveries, cancellation);

    public virtual Task<BriefPair?> ReadPairAsync(RunId run, CancellationToken cancellation) => store.ReadPairAsync(run, cancellation);

    public virtual Task<Versioned<Delivery>?> ReadDeliveryAsync(RunId run, Audience audience, CancellationToken cancellation) => store.ReadDeliveryAsync(run, audience, cancellation);

    public virtual Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation) => store.TryReplaceAsync(delivery, cancellation);

    public Task SaveAsync(DeliveryEvent happened, CancellationToken cancellation) => store.SaveAsync(happened, cancellation);

    public Task<ImmutableArray<DeliveryEvent>> EventsAsync(RunId run, Audience audience, CancellationToken cancellation) => store.EventsAsync(run, audience, cancellation);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellation) => store.FindAsync(run, cancellation);

    public IAsyncEnumerable<RunSummary> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellation) => store.ListAsync(from, to, cancellation);

    public Task SaveAsync(DeadLetter letter, CancellationToken cancellation) => store.SaveAsync(letter, cancellation);

    public Task<ImmutableArray<DeadLetter>> DeadLettersAsync(CancellationToken cancellation) => store.DeadLettersAsync(cancellation);
}
