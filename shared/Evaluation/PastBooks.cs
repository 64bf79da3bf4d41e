using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;

namespace OneOnOne.Evaluation;

/// <summary>
/// The books as they would have stood at an instant of the past, built by what builds them at an ingest. Ask for ascending instants:
/// of deals that have closed, what was summed up once is kept until one more closes.
/// </summary>
internal sealed class PastBooks(History history, AnalysisSettings settings)
{
    private readonly Dictionary<PersonId, ClosedDeals> _closed = [];

    /// <returns>Of every rep with an open deal, by id.</returns>
    public ImmutableArray<PastBook> At(DateTimeOffset instant)
    {
        SortedDictionary<PersonId, Desk> desks = [];
        foreach (Life life in history.Lives)
        {
            if (life.At(instant) is { } then)
            {
                if (!desks.TryGetValue(then.Owner, out Desk? desk))
                {
                    desks[then.Owner] = desk = new Desk([], [], []);
                }

                (then.IsOpen ? desk.Open : desk.Closed).Add(then);
                if (then.IsOpen)
                {
                    desk.Lives.Add(life);
                }
            }
        }

        ImmutableArray<DateTimeOffset> snapshots = [instant];
        DateOnly today = DateOnly.FromDateTime(instant.UtcDateTime);
        Dictionary<PersonId, BookHead> heads = desks.ToDictionary(desk => desk.Key, desk => Head(desk.Key, desk.Value, snapshots, today));
        Dictionary<PersonId, TrackRecord> teams = heads.Where(head => ManagerOf(head.Key) is not null)
            .GroupBy(head => ManagerOf(head.Key)!.Value, head => head.Value.Record).ToDictionary(team => team.Key, team => TrackRecord.OfTeam(team));
        TrackRecord company = CompanySum.Of(heads.OrderBy(head => head.Key).Select(head => head.Value.Record));
        Snapshot snapshot = new("replay", instant, "replay", desks.Sum(desk => desk.Value.Open.Count + desk.Value.Closed.Count))
        {
            Sections = history.Sections,
            Stages = history.Stages,
            HasBookedActivities = history.Bookings.Any(at => at <= instant && at > instant - Life.Fresh),
        };
        return
        [
            .. desks.Where(desk => desk.Value.Open.Count > 0).Select(desk => new PastBook(
                new RepBook(heads[desk.Key], [.. desk.Value.Open], snapshot)
                {
                    Snapshots = snapshots,
                    Team = ManagerOf(desk.Key) is { } manager ? teams[manager] : TrackRecord.Empty,
                    Company = company,
                },
                [.. desk.Value.Lives],
                settings.ContextFor(instant, instant.AddDays(-7), ManagerOf(desk.Key), history.People.GetValueOrDefault(desk.Key)?.TimeZone, history.People.GetValueOrDefault(desk.Key)?.Country))),
        ];
    }

    private bool HistoryKept => history.Sections.Contains(Section.CloseDateHistory);

    private PersonId? ManagerOf(PersonId rep) => history.People.GetValueOrDefault(rep)?.Manager;

    private BookHead Head(PersonId rep, Desk desk, ImmutableArray<DateTimeOffset> snapshots, DateOnly today)
    {
        BookHead closed = ClosedHead(rep, desk.Closed, snapshots);
        BookHead present = HeadBuilder.Of(new TallyContext(rep, snapshots, HistoryKept), desk.Open, Work(rep, today));
        TrackRecord both = TrackRecord.OfTeam([closed.Record, present.Record with { Reps = [] }]);
        return present with { Closed = closed.Closed, Record = both with { Slips = [SlipTotals.Sum(both.Slips)] } };
    }

    private BookHead ClosedHead(PersonId rep, List<Opportunity> deals, ImmutableArray<DateTimeOffset> snapshots)
    {
        if (_closed.TryGetValue(rep, out ClosedDeals? known) && known.Deals.SequenceEqual(deals, ReferenceEqualityComparer.Instance))
        {
            return known.Head;
        }

        BookHead head = HeadBuilder.Of(new TallyContext(rep, snapshots, HistoryKept), deals, []);
        _closed[rep] = new ClosedDeals(deals, head);
        return head;
    }

    /// <summary>The rep's own work of the days that a head keeps.</summary>
    private ImmutableArray<ActivityDay> Work(PersonId rep, DateOnly today)
    {
        if (!history.Work.TryGetValue(rep, out ImmutableArray<ActivityDay> all))
        {
            return [];
        }

        int last = Life.UptoDay(all, today);
        int first = Life.UptoDay(all, today.AddDays(-ActivityDays.Kept)) + 1;
        return all[first..(last + 1)];
    }

    /// <param name="Lives">Of the open ones, in their order.</param>
    private sealed record Desk(List<Opportunity> Open, List<Opportunity> Closed, List<Life> Lives);

    private sealed record ClosedDeals(List<Opportunity> Deals, BookHead Head);
}

/// <param name="Lives">Of the open deals, in the book's order.</param>
internal sealed record PastBook(RepBook Book, ImmutableArray<Life> Lives, AnalysisContext Context);
