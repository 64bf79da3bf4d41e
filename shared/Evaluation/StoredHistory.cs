using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Evaluation;

/// <summary>
/// A company's past as far as its books keep it. Two things an export tells and they do not: activities of more than
/// <see cref="ActivityDays.Kept"/> days ago, and what was booked ahead at an earlier snapshot.
/// </summary>
internal static class StoredHistory
{
    /// <param name="reps">Whose books are read.</param>
    /// <param name="newest">The newest snapshot.</param>
    public static async Task<History> ReadAsync(IBookStore books, IEnumerable<PersonId> reps, Snapshot newest, CancellationToken cancellation)
    {
        ImmutableArray<Snapshot> snapshots = await books.SnapshotsAsync(cancellation);
        List<Opportunity> deals = [];
        ImmutableSortedDictionary<PersonId, ImmutableArray<ActivityDay>>.Builder work = ImmutableSortedDictionary.CreateBuilder<PersonId, ImmutableArray<ActivityDay>>();
        foreach (PersonId rep in reps)
        {
            if (await books.ReadHeadAsync(rep, cancellation) is { Activities: { IsEmpty: false } days })
            {
                work[rep] = days;
            }

            await foreach (Opportunity deal in books.ReadAllAsync(rep, cancellation))
            {
                deals.Add(deal);
            }
        }

        ImmutableSortedSet<Section> sections = [.. snapshots.SelectMany(snapshot => snapshot.Sections)];
        ImmutableArray<DateTimeOffset> instants = [.. snapshots.Select(snapshot => snapshot.TakenAt)];
        LifeBuilder lives = new(deals, sections.Contains(Section.CloseDateHistory));
        return new History(newest.TakenAt, [.. deals.OrderBy(deal => deal.Id).Select(deal => lives.Build(deal, deal.Activities, [], instants))])
        {
            Sections = sections,
            Stages = newest.Stages,
            People = (await books.PeopleAsync(cancellation)).ToImmutableSortedDictionary(person => person.Id, person => person),
            Work = work.ToImmutable(),
            Bookings = [],
            RowsRead = deals.Count,
            RowsSetAside = 0,
            HasCloseDates = instants.Length > 1 || deals.Exists(deal => !deal.CloseDateChanges.IsEmpty),
        };
    }
}
