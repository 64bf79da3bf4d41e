using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage;

/// <summary>
/// The ledger of runs. What every implementation promises, and the contract suite checks: a conditional write succeeds for
/// exactly one of several writers, and a composed pair and its two deliveries appear together or not at all.
/// </summary>
public interface IRunStore
{
    /// <returns>False when the run exists: somebody planned it before.</returns>
    Task<bool> TryCreateAsync(Run run, CancellationToken cancellation);

    Task<RunState?> ReadAsync(RunId run, CancellationToken cancellation);

    /// <returns>False when the run changed since it was read.</returns>
    Task<bool> TryReplaceAsync(Versioned<Run> run, CancellationToken cancellation);

    /// <summary>Saves one part's findings, replacing earlier ones of the same part.</summary>
    Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation);

    Task<ImmutableArray<PartResult>> ReadPartsAsync(RunId run, CancellationToken cancellation);

    /// <summary>Writes the composed run, the pair and both deliveries at once.</summary>
    /// <returns>False when the run changed since it was read.</returns>
    Task<bool> TryComposeAsync(Versioned<Run> run, BriefPair pair, ImmutableArray<Delivery> deliveries, CancellationToken cancellation);

    Task<BriefPair?> ReadPairAsync(RunId run, CancellationToken cancellation);

    Task<Versioned<Delivery>?> ReadDeliveryAsync(RunId run, Audience audience, CancellationToken cancellation);

    /// <returns>The new version, or null when the delivery changed since it was read.</returns>
    Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation);

    /// <summary>Records what the mail provider told about a mail; the same event twice is one.</summary>
    Task SaveAsync(DeliveryEvent happened, CancellationToken cancellation);

    /// <summary>Everything the provider told about one half, oldest first.</summary>
    Task<ImmutableArray<DeliveryEvent>> EventsAsync(RunId run, Audience audience, CancellationToken cancellation);

    /// <summary>One run with all that became of it; null where there is none.</summary>
    Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellation);

    /// <summary>
    /// The runs of the occurrences of these days, by their series' rhythm and both ends included; the newest one-on-one first.
    /// A run that is created or changed meanwhile may be missing or as it was.
    /// </summary>
    IAsyncEnumerable<RunSummary> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellation);

    /// <summary>Records a dead letter; the same one twice is one.</summary>
    Task SaveAsync(DeadLetter letter, CancellationToken cancellation);

    Task<ImmutableArray<DeadLetter>> DeadLettersAsync(CancellationToken cancellation);
}

/// <summary>A run and what became of it.</summary>
/// <param name="Deliveries">The manager's half first; empty before the pair is composed.</param>
/// <param name="Events">What the mail provider told, oldest first.</param>
public sealed record RunSummary(Run Run, ImmutableArray<Delivery> Deliveries, ImmutableArray<DeliveryEvent> Events)
{
    /// <summary>Nothing will come of it any more.</summary>
    [JsonIgnore]
    public bool IsFinished => Run.MissedAt is not null || (Run.ComposedAt is not null && Deliveries.All(delivery => delivery.IsTerminal));
}
