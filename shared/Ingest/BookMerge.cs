using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>
/// Merges a snapshot into the books, part by part, and writes what changed and nothing else. Of a book with a sheet that can be believed
/// only what is new is read. While one part is written the next ones are merged; no more than a few are in memory. Opportunities that
/// changed hands are merged last, with the books that they came into: until all books were seen, nobody knows which of a rep's new ones
/// are somebody else's old ones.
/// </summary>
/// <param name="records">Takes the record of every book that was touched.</param>
internal sealed class BookMerge(IBookStore books, IBookWriter writer, IncomingSnapshot incoming, RepMerge merge, RecordPile records)
{
    /// <summary>Enough for a few processors to work and one part to wait for its turn; each costs the memory of a part.</summary>
    private const int Ahead = 2;

    private readonly List<Opportunity> _movers = [];
    private readonly HashSet<PersonId> _owners = [];
    private HashSet<PersonId> _stored = [];

    /// <summary>What was merged is not the newest state any more; publishing it would undo the other ingest.</summary>
    public static UserErrorException Overtaken() =>
        new("Another snapshot was ingested at the same time. Nothing was changed by this one: run the same command again.");

    public async Task RunAsync(CancellationToken cancellation)
    {
        _stored = [.. await books.RepsAsync(cancellation)];
        await MergePartsAsync(cancellation);
        await MoveAsync(cancellation);
        foreach (PersonId rep in _owners.Except(_stored).Where(rep => !records.Has(rep)).Order())
        {
            // Whoever had an opportunity once has a book, whether this snapshot or a later one was ingested first.
            await WriteAsync([merge.Merge(KnownBook.None(rep), [], [], Print.None, ImmutableDictionary<OpportunityId, MovedOpportunity>.Empty)], cancellation);
        }
    }

    private async Task MergePartsAsync(CancellationToken cancellation)
    {
        ILookup<int, PersonId> stored = _stored.Order().ToLookup(SnapshotParts.Of);
        Queue<Task<PartPlan>> planning = new();
        Queue<Task<List<MergedBook>>> merging = new();
        try
        {
            for (int part = 0; part < SnapshotParts.Count; part++)
            {
                Dictionary<PersonId, TallySheet?> sheets = [];
                foreach (PersonId rep in stored[part])
                {
                    sheets[rep] = await SheetAsync(rep, cancellation);
                }

                int next = part;
                planning.Enqueue(Task.Run(() => new PartPlan(incoming, next, sheets, merge.Believes), cancellation));
                await StepAsync(planning, merging, Ahead, cancellation);
            }

            while (planning.Count + merging.Count > 0)
            {
                await StepAsync(planning, merging, 0, cancellation);
            }
        }
        finally
        {
            // Whoever stops early takes the parts away: nobody may still be reading them.
            Task others = Task.WhenAll([.. planning, .. merging]);
            await others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StepAsync(Queue<Task<PartPlan>> planning, Queue<Task<List<MergedBook>>> merging, int ahead, CancellationToken cancellation)
    {
        if (planning.Count > ahead)
        {
            PartPlan plan = await planning.Dequeue();
            List<KnownBook> known = [];
            foreach (BookPlan book in plan.Books)
            {
                known.Add(await ReadAsync(book.Rep, book.Sheet, book.IsWhole ? null : book.Deals, cancellation));
            }

            merging.Enqueue(Task.Run(() => Merged(plan, known, cancellation), cancellation));
        }

        if (merging.Count > ahead)
        {
            await WriteAsync(await merging.Dequeue(), cancellation);
        }
    }

    private async Task<TallySheet?> SheetAsync(PersonId rep, CancellationToken cancellation) =>
        await books.ReadSheetAsync(rep, cancellation) is { } bytes ? TallySheet.Read(bytes) : null;

    /// <param name="deals">Those that are to be read; null: all.</param>
    private async Task<KnownBook> ReadAsync(PersonId rep, TallySheet? sheet, IReadOnlyCollection<OpportunityId>? deals, CancellationToken cancellation)
    {
        if (!_stored.Contains(rep))
        {
            return KnownBook.None(rep);
        }

        IAsyncEnumerable<Opportunity> opportunities = deals is null ? books.ReadAllAsync(rep, cancellation) : books.ReadAsync(rep, deals, cancellation);
        return new KnownBook(rep, await books.ReadHeadAsync(rep, cancellation), sheet, await opportunities.ToListAsync(cancellation), IsWhole: deals is null);
    }

    private List<MergedBook> Merged(PartPlan plan, List<KnownBook> books, CancellationToken cancellation)
    {
        using (plan)
        {
            SnapshotPart part = plan.Read();
            ILookup<PersonId, IncomingOpportunity> deals = part.Deals.ToLookup(deal => deal.Row.Owner);
            List<MergedBook> merged = [];
            foreach ((KnownBook known, BookPlan book) in books.Zip(plan.Books))
            {
                cancellation.ThrowIfCancellationRequested();
                ImmutableArray<ActivityDay> activities = part.ActivitiesByPerson.GetValueOrDefault(book.Rep, []);

                // Somebody who has only booked something has no book for it.
                if (book.IsStored || deals.Contains(book.Rep) || !activities.IsEmpty)
                {
                    merged.Add(merge.Merge(known, deals[book.Rep], activities, book.Work, ImmutableDictionary<OpportunityId, MovedOpportunity>.Empty));
                }
            }

            return merged;
        }
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

            if (book.Sheet is { } sheet)
            {
                await writer.PutSheetAsync(book.Head.Rep, sheet, cancellation);
            }

            records.Add(book.Head.Rep, book.Head.Record, book.IsHeadChanged);
            _movers.AddRange(book.Movers);
            _owners.UnionWith(book.Owners);
        }
    }

    private async Task MoveAsync(CancellationToken cancellation)
    {
        Dictionary<OpportunityId, MovedOpportunity> moved = [];
        HashSet<PersonId> touched = [];
        foreach (IGrouping<int?, Opportunity> movers in _movers.GroupBy(one => incoming.PartOf(one.Id)).OrderBy(group => group.Key))
        {
            HashSet<ulong> ids = [.. movers.Select(one => DealNumbers.Hash(one.Id))];
            using PartRecords part = incoming.Open(movers.Key!.Value);
            Dictionary<OpportunityId, IncomingOpportunity> deals =
                part.Read([.. part.Deals.Select(deal => ids.Contains(deal.Id))], _ => false).Deals.ToDictionary(deal => deal.Row.Id);
            foreach (Opportunity before in movers)
            {
                IncomingOpportunity? deal = deals.GetValueOrDefault(before.Id);
                Opportunity now = merge.Merge(before, deal);
                moved.Add(now.Id, new MovedOpportunity(now, deal?.Print ?? Print.None));
                touched.Add(now.Owner);
                touched.Add(deal?.Row.Owner ?? now.Owner);
                await MoveAsync(before, deal?.Row.Owner ?? now.Owner, now, cancellation);
            }
        }

        foreach (IGrouping<int, PersonId> reps in touched.Order().GroupBy(SnapshotParts.Of))
        {
            using PartRecords part = incoming.Open(reps.Key);
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
    private async Task AgainAsync(PersonId rep, PartRecords part, Dictionary<OpportunityId, MovedOpportunity> moved, CancellationToken cancellation)
    {
        KnownBook known = await ReadAsync(rep, await SheetAsync(rep, cancellation), deals: null, cancellation);
        SnapshotPart own = part.Read([.. part.Deals.Select(deal => deal.Owner == rep)], person => person == rep);
        MergedBook book = merge.Merge(
            known, own.Deals, own.ActivitiesByPerson.GetValueOrDefault(rep, []), part.Work.GetValueOrDefault(rep, Print.Nothing), moved);
        await writer.PutAsync(book.Head, cancellation);
        await writer.PutSheetAsync(rep, book.Sheet ?? known.Sheet!.Bytes(), cancellation);
        records.Add(rep, book.Head.Record, isChanged: true);
        _owners.UnionWith(book.Owners);
    }
}
