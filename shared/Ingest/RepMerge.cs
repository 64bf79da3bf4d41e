using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>A rep's book as the store has it.</summary>
/// <param name="Head">Null for a rep without a book.</param>
internal sealed record KnownBook(PersonId Rep, BookHead? Head, IReadOnlyList<Opportunity> Opportunities)
{
    public static async Task<KnownBook> ReadAsync(IBookStore books, PersonId rep, CancellationToken cancellation) =>
        new(rep, await books.ReadHeadAsync(rep, cancellation), await books.ReadAllAsync(rep, cancellation).ToListAsync(cancellation));
}

/// <summary>What came of one rep's book.</summary>
/// <param name="Changed">Opportunities that are to be written.</param>
/// <param name="Movers">Known ones of this book that the snapshot lists under another owner; they are in none of the rest.</param>
/// <param name="Owners">Whoever had one of these once.</param>
internal sealed record MergedBook(BookHead Head, bool IsHeadChanged, IReadOnlyList<Opportunity> Changed, IReadOnlyList<Opportunity> Movers, IReadOnlySet<PersonId> Owners);

/// <summary>Merges what a snapshot says into one rep's book. Nothing is read or written here.</summary>
/// <param name="sections">What the incoming snapshot carries.</param>
/// <param name="snapshots">Those merged before, by instant.</param>
internal sealed class RepMerge(IncomingSnapshot incoming, IReadOnlySet<Section> sections, ImmutableArray<Snapshot> snapshots)
{
    private readonly bool _historyKept = (snapshots.LastOrDefault() is { } newest && newest.TakenAt > incoming.TakenAt ? newest.Sections : sections).Contains(Section.CloseDateHistory);
    private readonly ImmutableArray<DateTimeOffset> _before = [.. snapshots.Select(one => one.TakenAt)];
    private readonly ImmutableArray<DateTimeOffset> _all = [.. snapshots.Select(one => one.TakenAt).Append(incoming.TakenAt).Order()];
    private readonly (DateTimeOffset At, bool Any, HashSet<OpportunityId> Ids)[] _silent =
    [
        .. snapshots.Where(one => one.AnyCouldBeUnreadable || !one.Unreadable.IsEmpty)
            .Select(one => (one.TakenAt, one.AnyCouldBeUnreadable, one.Unreadable.ToHashSet())),
    ];

    /// <param name="deals">What the snapshot lists under this rep.</param>
    /// <param name="activities">What the rep did.</param>
    /// <param name="moved">Opportunities that changed hands, merged: they are not merged again, and stand in the book of their owner.</param>
    /// <exception cref="UserErrorException">The book is of a snapshot that was published after this ingest began.</exception>
    public MergedBook Merge(
        KnownBook known, IEnumerable<IncomingOpportunity> deals, ImmutableArray<ActivityDay> activities, IReadOnlyDictionary<OpportunityId, Opportunity> moved)
    {
        Dictionary<OpportunityId, IncomingOpportunity> fresh = deals.Where(deal => !moved.ContainsKey(deal.Row.Id)).ToDictionary(deal => deal.Row.Id);
        HeadBuilder head = new(known.Rep, _all, _historyKept);
        List<Opportunity> changed = [];
        List<Opportunity> movers = [];
        HashSet<PersonId> owners = [];
        foreach (Opportunity before in known.Opportunities.Where(one => !moved.ContainsKey(one.Id)))
        {
            bool isListed = fresh.Remove(before.Id, out IncomingOpportunity? deal);
            if (!isListed && incoming.PartOf(before.Id) is not null)
            {
                movers.Add(before);
                continue;
            }

            Opportunity now = Merge(before, deal);
            Add(now);
            if (!PackedOpportunity.Same(before, now))
            {
                changed.Add(now);
            }
        }

        foreach (IncomingOpportunity deal in fresh.Values.OrderBy(deal => deal.Row.Id))
        {
            Opportunity first = OpportunityMerge.First(deal, incoming.TakenAt, _before, SilentAbout(deal.Row.Id));
            Add(first);
            changed.Add(first);
        }

        foreach (Opportunity one in moved.Values.Where(one => one.Owner == known.Rep))
        {
            Add(one);
        }

        BookHead built = head.Build(known.Head, activities);
        return new MergedBook(built, known.Head is null || !Json.Same(known.Head, built), changed, movers, owners);

        void Add(Opportunity now)
        {
            head.Add(now);
            foreach (Observation observation in now.Observed)
            {
                owners.Add(observation.State?.Owner ?? now.Owner);
            }
        }
    }

    /// <param name="deal">Null where the snapshot does not have it.</param>
    /// <exception cref="UserErrorException">It is of a snapshot that was published after this ingest began.</exception>
    public Opportunity Merge(Opportunity known, IncomingOpportunity? deal)
    {
        foreach (Observation observation in known.Observed)
        {
            if (_before.BinarySearch(observation.At) < 0)
            {
                throw BookMerge.Overtaken();
            }
        }

        return deal is null && incoming.IsSilentAbout(known.Id)
            ? OpportunityMerge.MarkUnseen(known, incoming.TakenAt)
            : OpportunityMerge.Merge(known, deal, incoming.TakenAt, _before);
    }

    private ImmutableArray<DateTimeOffset> SilentAbout(OpportunityId id) =>
        _silent.Length == 0 ? [] : [.. _silent.Where(snapshot => snapshot.Any || snapshot.Ids.Contains(id)).Select(snapshot => snapshot.At)];
}
