using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>
/// Merges a snapshot into the books, part by part, and writes what changed and nothing else. While one part is written the next ones are
/// merged; no more than a few are in memory. Opportunities that changed hands are merged last, with the books that they came into: until
/// all books were read, nobody knows which of a rep's new ones are somebody else's old ones.
/// </summary>
internal sealed class BookMerge(IBookStore books, IBookWriter writer, IncomingSnapshot incoming, RepMerge merge)
{
    /// <summary>Enough for a few processors to merge and one part to wait for its turn; each costs the memory of a part.</summary>
    private const int Ahead = 3;

    private readonly Dictionary<PersonId, TrackRecord> _records = [];
    private readonly List<Opportunity> _movers = [];
    private readonly HashSet<PersonId> _owners = [];

    /// <summary>What was merged is not the newest state any more; publishing it would undo the other ingest.</summary>
    public static UserErrorException Overtaken() =>
        new("Another snapshot was ingested at the same time. Nothing was changed by this one: run the same command again.");

    /// <returns>The record of every book, changed or not.</returns>
    public async Task<IReadOnlyDictionary<PersonId, TrackRecord>> RunAsync(CancellationToken cancellation)
    {
        await MergePartsAsync(cancellation);
        await MoveAsync(cancellation);
        foreach (PersonId rep in _owners.Where(rep => !_records.ContainsKey(rep)).Order())
        {
            // Whoever had an opportunity once has a book, whether this snapshot or a later one was ingested first.
            await WriteAsync([merge.Merge(new KnownBook(rep, null, []), [], [], ImmutableDictionary<OpportunityId, Opportunity>.Empty)], cancellation);
        }

        return _records;
    }

    private async Task MergePartsAsync(CancellationToken cancellation)
    {
        ILookup<int, PersonId> stored = (await books.RepsAsync(cancellation)).ToLookup(SnapshotParts.Of);
        Queue<Task<List<MergedBook>>> merging = new();
        try
        {
            for (int part = 0; part < SnapshotParts.Count; part++)
            {
                List<KnownBook> known = [];
                foreach (PersonId rep in stored[part])
                {
                    known.Add(await KnownBook.ReadAsync(books, rep, cancellation));
                }

                int next = part;
                merging.Enqueue(Task.Run(() => Part(next, known, cancellation), cancellation));
                if (merging.Count > Ahead)
                {
                    await WriteAsync(await merging.Dequeue(), cancellation);
                }
            }

            while (merging.TryDequeue(out Task<List<MergedBook>>? merged))
            {
                await WriteAsync(await merged, cancellation);
            }
        }
        finally
        {
            // Whoever stops early takes the parts away: nobody may still be reading them.
            Task others = Task.WhenAll(merging);
            await others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private List<MergedBook> Part(int number, List<KnownBook> known, CancellationToken cancellation)
    {
        SnapshotPart part = incoming.ReadPart(number);
        ILookup<PersonId, IncomingOpportunity> deals = part.Deals.ToLookup(deal => deal.Row.Owner);
        Dictionary<PersonId, KnownBook> byRep = known.ToDictionary(book => book.Rep);
        List<MergedBook> merged = [];
        foreach (PersonId rep in byRep.Keys.Union(deals.Select(group => group.Key)).Union(part.ActivitiesByPerson.Keys).Order())
        {
            cancellation.ThrowIfCancellationRequested();
            KnownBook book = byRep.GetValueOrDefault(rep) ?? new KnownBook(rep, null, []);
            merged.Add(merge.Merge(book, deals[rep], part.ActivitiesByPerson.GetValueOrDefault(rep, []), ImmutableDictionary<OpportunityId, Opportunity>.Empty));
        }

        return merged;
    }

    private async Task WriteAsync(List<MergedBook> merged, CancellationToken cancellation)
    {
        foreach (MergedBook book in merged)
        {
            foreach (Opportunity opportunity in book.Changed)
            {
                await writer.PutAsync(opportunity, cancellation);
            }

            if (book.IsHeadChanged)
            {
                await writer.PutAsync(book.Head, cancellation);
            }

            _records[book.Head.Rep] = book.Head.Record;
            _movers.AddRange(book.Movers);
            _owners.UnionWith(book.Owners);
        }
    }

    private async Task MoveAsync(CancellationToken cancellation)
    {
        Dictionary<OpportunityId, Opportunity> moved = [];
        HashSet<PersonId> touched = [];
        foreach (IGrouping<int?, Opportunity> movers in _movers.GroupBy(one => incoming.PartOf(one.Id)).OrderBy(group => group.Key))
        {
            Dictionary<OpportunityId, IncomingOpportunity> deals = incoming.ReadPart(movers.Key!.Value).Deals.ToDictionary(deal => deal.Row.Id);
            foreach (Opportunity before in movers)
            {
                IncomingOpportunity? deal = deals.GetValueOrDefault(before.Id);
                Opportunity now = merge.Merge(before, deal);
                moved.Add(now.Id, now);
                touched.Add(now.Owner);
                touched.Add(deal?.Row.Owner ?? now.Owner);
                await MoveAsync(before, deal?.Row.Owner ?? now.Owner, now, cancellation);
            }
        }

        foreach (IGrouping<int, PersonId> reps in touched.Order().GroupBy(SnapshotParts.Of))
        {
            SnapshotPart part = incoming.ReadPart(reps.Key);
            foreach (PersonId rep in reps)
            {
                await AgainAsync(rep, part, moved, cancellation);
            }
        }
    }

    /// <param name="listed">In whose book it was written as a new one.</param>
    private async Task MoveAsync(Opportunity before, PersonId listed, Opportunity now, CancellationToken cancellation)
    {
        if (listed != now.Owner)
        {
            await writer.RemoveAsync(listed, now.Id, cancellation);
        }

        if (before.Owner != now.Owner)
        {
            await writer.RemoveAsync(before.Owner, before.Id, cancellation);
        }

        if (before.Owner != now.Owner || !PackedOpportunity.Same(before, now))
        {
            await writer.PutAsync(now, cancellation);
        }
    }

    /// <summary>Sums a book up once more, with what came into it or did not stay in it. Its opportunities are written already.</summary>
    private async Task AgainAsync(PersonId rep, SnapshotPart part, Dictionary<OpportunityId, Opportunity> moved, CancellationToken cancellation)
    {
        MergedBook book = merge.Merge(
            await KnownBook.ReadAsync(books, rep, cancellation), part.Deals.Where(deal => deal.Row.Owner == rep), part.ActivitiesByPerson.GetValueOrDefault(rep, []), moved);
        await writer.PutAsync(book.Head, cancellation);
        _records[rep] = book.Head.Record;
        _owners.UnionWith(book.Owners);
    }
}
