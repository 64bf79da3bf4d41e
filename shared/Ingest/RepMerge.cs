using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>Merges what a snapshot says into one rep's book. Nothing is read or written here.</summary>
/// <param name="sections">What the incoming snapshot carries.</param>
/// <param name="snapshots">Those merged before, by instant.</param>
internal sealed class RepMerge(IncomingSnapshot incoming, IReadOnlySet<Section> sections, ImmutableArray<Snapshot> snapshots)
{
    private readonly bool _isNewest = !(snapshots.LastOrDefault()?.TakenAt > incoming.TakenAt);
    private readonly bool _historyKept = (snapshots.LastOrDefault() is { } newest && newest.TakenAt > incoming.TakenAt ? newest.Sections : sections).Contains(Section.CloseDateHistory);
    private readonly ImmutableArray<DateTimeOffset> _before = [.. snapshots.Select(one => one.TakenAt)];
    private readonly ImmutableArray<DateTimeOffset> _all = [.. snapshots.Select(one => one.TakenAt).Append(incoming.TakenAt).Order()];
    private readonly (DateTimeOffset At, bool Any, HashSet<OpportunityId> Ids)[] _silent =
    [
        .. snapshots.Where(one => one.AnyCouldBeUnreadable || !one.Unreadable.IsEmpty)
            .Select(one => (one.TakenAt, one.AnyCouldBeUnreadable, one.Unreadable.ToHashSet())),
    ];

    /// <summary>
    /// Whether what a sheet says is new may be believed. A snapshot that comes late can change any deal's past, and with it what each adds.
    /// </summary>
    public bool Believes(TallySheet sheet) => _isNewest && sheet.HistoryKept == _historyKept;

    /// <param name="deals">What the snapshot lists under this rep; at least what its sheet does not cover.</param>
    /// <param name="activities">What the rep did; nothing where that is known already.</param>
    /// <param name="work">Its print.</param>
    /// <param name="moved">Opportunities that changed hands, merged: they are not merged again, and stand in the book of their owner.</param>
    /// <exception cref="UserErrorException">The book is of a snapshot that was published after this ingest began.</exception>
    public MergedBook Merge(
        KnownBook known, IEnumerable<IncomingOpportunity> deals, ImmutableArray<ActivityDay> activities, Print work, IReadOnlyDictionary<OpportunityId, MovedOpportunity> moved)
    {
        Dictionary<OpportunityId, IncomingOpportunity> fresh = deals.Where(deal => !moved.ContainsKey(deal.Row.Id)).ToDictionary(deal => deal.Row.Id);
        TallySheet sheet = known.IsWhole ? new TallySheet(_historyKept) : known.Sheet!;
        DealTally tally = new(new TallyContext(known.Rep, _all, _historyKept), sheet.Names);
        List<Opportunity> changed = [];
        List<Opportunity> movers = [];
        HashSet<PersonId> owners = [];
        foreach (Opportunity before in known.Opportunities.Where(one => !moved.ContainsKey(one.Id)))
        {
            bool isListed = fresh.Remove(before.Id, out IncomingOpportunity? deal);
            if (!isListed && incoming.PartOf(before.Id) is not null)
            {
                movers.Add(before);
                sheet.Remove(before.Id);
                continue;
            }

            Opportunity now = Merge(before, deal);
            Put(now, PrintOf(known, deal, before.Id));
            if (!PackedOpportunity.Same(before, now))
            {
                changed.Add(now);
            }
        }

        foreach (IncomingOpportunity deal in fresh.Values.OrderBy(deal => deal.Row.Id))
        {
            Opportunity first = OpportunityMerge.First(deal, incoming.TakenAt, _before, SilentAbout(deal.Row.Id));
            Put(first, PrintOf(known, deal, first.Id));
            changed.Add(first);
        }

        foreach (MovedOpportunity one in moved.Values.Where(one => one.Now.Owner == known.Rep))
        {
            Put(one.Now, _isNewest ? one.Print : Print.None);
        }

        sheet.Work = _isNewest ? work : known.Sheet?.Work ?? Print.None;
        BookHead head = sheet.Head(known.Rep).Build(known.Head, activities);
        byte[] bytes = sheet.Bytes();
        return new MergedBook(head, changed, movers, owners)
        {
            IsHeadChanged = known.Head is null || !PackedHead.Same(known.Head, head),
            Sheet = known.Sheet?.Was(bytes) == true ? null : bytes,
        };

        void Put(Opportunity now, Print print)
        {
            sheet.Put(now, print, tally.Of(now));
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

    /// <summary>A print is of the newest snapshot's rows: one that comes late leaves it what it was.</summary>
    private Print PrintOf(KnownBook known, IncomingOpportunity? deal, OpportunityId id) =>
        _isNewest ? deal?.Print ?? Print.None
        : known.Sheet is { } sheet && sheet.Lines.TryGetValue(DealNumbers.Hash(id), out TallyLine line) ? line.Print
        : Print.None;

    private ImmutableArray<DateTimeOffset> SilentAbout(OpportunityId id) =>
        _silent.Length == 0 ? [] : [.. _silent.Where(snapshot => snapshot.Any || snapshot.Ids.Contains(id)).Select(snapshot => snapshot.At)];
}

/// <summary>An opportunity that the snapshot lists under another owner than before.</summary>
/// <param name="Print">Of the rows that were merged into it last.</param>
internal sealed record MovedOpportunity(Opportunity Now, Print Print);
