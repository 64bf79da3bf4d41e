using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Reads the manifest, gives out generations and publishes them.</summary>
internal sealed class Manifests(Documents books)
{
    /// <summary>How often one write of the manifest is tried. Somebody else's write in between is rare, and a second one rarer.</summary>
    private const int Attempts = 10;

    private const string NoETag = "";

    private Manifest _known = Manifest.None;

    /// <summary>
    /// The newest that this process has seen; it may be old. It serves a reader who asks for one thing: whatever was written under a
    /// newer one shows itself as unsettled.
    /// </summary>
    public Manifest Known => Volatile.Read(ref _known);

    public async Task<Versioned<Manifest>> ReadAsync(CancellationToken cancellation)
    {
        BookDocument? stored = await books.FindAsync<BookDocument>(Places.Manifest, Places.Shared, cancellation);
        Manifest manifest = stored?.Manifest ?? Manifest.None;
        Saw(manifest);
        return new Versioned<Manifest>(manifest, stored?.ETag ?? NoETag);
    }

    public void Saw(Manifest manifest)
    {
        if ((manifest.Reserved, manifest.Publications).CompareTo((Known.Reserved, Known.Publications)) > 0)
        {
            Volatile.Write(ref _known, manifest);
        }
    }

    /// <summary>The next generation. From now on no earlier one can be published.</summary>
    /// <param name="begun">What the ingest began with.</param>
    /// <exception cref="ConcurrencyException">Another ingest has published since.</exception>
    public async Task<Versioned<Manifest>> ReserveAsync(Versioned<Manifest> begun, CancellationToken cancellation)
    {
        Versioned<Manifest> now = begun;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Manifest next = now.Value with { Reserved = now.Value.Reserved + 1 };
            Written written = now.ETag == NoETag
                ? await books.CreateAsync(Document(next), Places.Shared, cancellation)
                : await books.ReplaceAsync(Document(next), Places.Manifest, Places.Shared, now.ETag, cancellation);
            if (written.Outcome is WriteOutcome.Done)
            {
                return new Versioned<Manifest>(next, written.ETag!);
            }

            // Where the answer was lost, the generation may be given out, to nobody: then it is never published, and the next one is ours.
            now = await ReadAsync(cancellation);
            if (now.Value.Publications != begun.Value.Publications)
            {
                throw Overtaken();
            }
        }

        throw Overtaken();
    }

    /// <summary>Makes the reserved generation visible.</summary>
    /// <exception cref="ConcurrencyException">Another ingest has begun since.</exception>
    public Task PublishAsync(Versioned<Manifest> reserved, Snapshot snapshot, CancellationToken cancellation)
    {
        Manifest next = reserved.Value.With(snapshot);
        return PublishAsync(reserved, next, new BookDocument { Id = Places.SnapshotOf(next.Reserved), RepId = Places.Shared, Name = Places.Snapshot, Snapshot = snapshot }, cancellation);
    }

    /// <summary>Makes the reserved generation visible as the erasure that it is.</summary>
    /// <exception cref="ConcurrencyException">An ingest has begun since.</exception>
    public Task PublishAsync(Versioned<Manifest> reserved, Tombstone tombstone, CancellationToken cancellation) =>
        PublishAsync(reserved, reserved.Value.WithCorrection(), Tombstones.Document(tombstone), cancellation);

    /// <param name="record">What the generation is for; written with the manifest or not at all.</param>
    private async Task PublishAsync(Versioned<Manifest> reserved, Manifest next, BookDocument record, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Written written = await books.BatchAsync(
                Places.Shared,
                batch => batch.Replace(Places.Manifest, Document(next), reserved.ETag).Upsert(record),
                cancellation);
            if (written.Outcome is WriteOutcome.Done)
            {
                Saw(next);
                return;
            }

            Versioned<Manifest> now = await ReadAsync(cancellation);
            if (now.Value.IsPublished(next.Reserved))
            {
                return; // It was written, and the answer was lost.
            }

            if (now.ETag != reserved.ETag)
            {
                throw Overtaken();
            }
        }

        throw Overtaken();
    }

    public static ConcurrencyException Overtaken() =>
        new("Another ingest began while this one was running. Nothing was changed by this one; the next ingest will do its work.");

    private static BookDocument Document(Manifest manifest) =>
        new() { Id = Places.Manifest, RepId = Places.Shared, Name = Places.Manifest, Manifest = manifest };
}
