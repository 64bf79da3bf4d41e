using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Ingest;

/// <summary>
/// Merges a snapshot into the books, rep by rep, and writes what changed and nothing else.
/// Books are matched by opportunity, so one that has a new owner moves from book to book.
/// </summary>
/// <param name="sections">What the incoming snapshot carries.</param>
internal sealed class BookMerge(IBookStore books, IBookWriter writer, IncomingSnapshot incoming, IReadOnlySet<Section> sections, ImmutableArray<Snapshot> snapshots)
{
    private readonly bool _historyKept = (snapshots.LastOrDefault() is { } newest && newest.TakenAt > incoming.TakenAt ? newest.Sections : sections).Contains(Section.CloseDateHistory);
    private readonly ImmutableArray<DateTimeOffset> _before = [.. snapshots.Select(one => one.TakenAt)];
    private readonly ImmutableArray<DateTimeOffset> _all = [.. snapshots.Select(one => one.TakenAt).Append(incoming.TakenAt).Order()];
    private readonly (DateTimeOffset At, bool Any, HashSet<OpportunityId> Ids)[] _silent =
    [
        .. snapshots.Where(one => one.AnyCouldBeUnreadable || !one.Unreadable.IsEmpty)
            .Select(one => (one.TakenAt, one.AnyCouldBeUnreadable, one.Unreadable.ToHashSet())),
    ];

    private readonly Dictionary<PersonId, HeadBuilder> _heads = [];

    /// <summary>What was merged is not the newest state any more; publishing it would undo the other ingest.</summary>
    public static UserErrorException Overtaken() =>
        new("Another snapshot was ingested at the same time. Nothing was changed by this one: run the same command again.");

    /// <returns>The head of every book, changed or not.</returns>
    public async Task<ImmutableDictionary<PersonId, BookHead>> RunAsync(CancellationToken cancellation)
    {
        ILookup<PersonId, IncomingOpportunity> byOwner = incoming.Opportunities.Values.OrderBy(opportunity => opportunity.Row.Id).ToLookup(opportunity => opportunity.Row.Owner);
        ImmutableArray<PersonId> stored = await books.RepsAsync(cancellation);
        HashSet<OpportunityId> merged = [];
        foreach (PersonId rep in stored)
        {
            await foreach (Opportunity known in books.ReadAllAsync(rep, cancellation))
            {
                merged.Add(known.Id);
                await MergeAsync(known, cancellation);
            }
        }

        foreach (PersonId rep in byOwner.Select(group => group.Key).Order())
        {
            foreach (IncomingOpportunity fresh in byOwner[rep].Where(one => !merged.Contains(one.Row.Id)))
            {
                await WriteAsync(null, OpportunityMerge.First(fresh, incoming.TakenAt, _before, SilentAbout(fresh.Row.Id)), cancellation);
            }
        }

        return await WriteHeadsAsync(stored, cancellation);
    }

    /// <exception cref="UserErrorException">The book is of a snapshot that was published after this ingest began.</exception>
    private async Task MergeAsync(Opportunity known, CancellationToken cancellation)
    {
        if (known.Observed.Any(observation => _before.BinarySearch(observation.At) < 0))
        {
            throw Overtaken();
        }

        IncomingOpportunity? row = incoming.Opportunities.GetValueOrDefault(known.Id);
        bool unseen = row is null && (incoming.Unreadable.Contains(known.Id) || incoming.Forgotten.Contains(known.Id) || incoming.AnyCouldBeUnreadable);
        Opportunity now = unseen
            ? OpportunityMerge.MarkUnseen(known, incoming.TakenAt)
            : OpportunityMerge.Merge(known, row, incoming.TakenAt, _before);
        await WriteAsync(known, now, cancellation);
    }

    private ImmutableArray<DateTimeOffset> SilentAbout(OpportunityId id) =>
        [.. _silent.Where(snapshot => snapshot.Any || snapshot.Ids.Contains(id)).Select(snapshot => snapshot.At)];

    private async Task WriteAsync(Opportunity? before, Opportunity now, CancellationToken cancellation)
    {
        Head(now.Owner).Add(now);
        foreach (Observation observation in now.Observed)
        {
            // Whoever had it once has a book, whether this snapshot or a later one was ingested first.
            Head(observation.State?.Owner ?? now.Owner);
        }

        if (before is not null && before.Owner != now.Owner)
        {
            await writer.RemoveAsync(before.Owner, before.Id, cancellation);
        }
        else if (before is not null && Json.Same(before, now))
        {
            return;
        }

        await writer.PutAsync(now, cancellation);
    }

    private async Task<ImmutableDictionary<PersonId, BookHead>> WriteHeadsAsync(ImmutableArray<PersonId> stored, CancellationToken cancellation)
    {
        ImmutableDictionary<PersonId, BookHead>.Builder heads = ImmutableDictionary.CreateBuilder<PersonId, BookHead>();
        foreach (PersonId rep in stored.Concat(_heads.Keys).Concat(incoming.ActivitiesByPerson.Keys).Distinct().Order())
        {
            BookHead? known = await books.ReadHeadAsync(rep, cancellation);
            BookHead head = Head(rep).Build(known, incoming.ActivitiesByPerson.GetValueOrDefault(rep, []));
            heads[rep] = head;
            if (known is null || !Json.Same(known, head))
            {
                await writer.PutAsync(head, cancellation);
            }
        }

        return heads.ToImmutable();
    }

    private HeadBuilder Head(PersonId rep)
    {
        if (!_heads.TryGetValue(rep, out HeadBuilder? head))
        {
            _heads[rep] = head = new HeadBuilder(rep, _all, _historyKept);
        }

        return head;
    }
}
