using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>Brings people, teams and the pooled benchmarks in step with the books, writing what changed and nothing else.</summary>
internal static class CompanyUpdate
{
    /// <param name="records">Of the books that were touched; those of the others are read where they are needed.</param>
    /// <param name="gone">Who loses the book; null: nobody.</param>
    public static async Task RunAsync(IBookStore books, IBookWriter writer, Company before, Company now, RecordPile records, PersonId? gone, CancellationToken cancellation)
    {
        if (!Json.Same(before, now))
        {
            await writer.PutAsync(now, cancellation);
        }

        Person[] people = [.. now.Persons()];
        Dictionary<PersonId, Person> known = (await books.PeopleAsync(cancellation)).ToDictionary(person => person.Id);
        foreach (Person person in people.Where(person => !known.TryGetValue(person.Id, out Person? old) || !Json.Same(old, person)))
        {
            await writer.PutAsync(person, cancellation);
        }

        await TeamsAsync(books, writer, now, cancellation);
        Person[] peopleBefore = [.. before.Persons()];
        if (records.IsChanged || gone is not null || !people.Select(Report).SequenceEqual(peopleBefore.Select(Report)))
        {
            await PoolsAsync(books, writer, peopleBefore, records, gone, cancellation);
        }

        static (PersonId, PersonId?) Report(Person person) => (person.Id, person.Manager);
    }

    private static async Task TeamsAsync(IBookStore books, IBookWriter writer, Company company, CancellationToken cancellation)
    {
        Dictionary<PersonId, Team> known = (await books.TeamsAsync(cancellation)).ToDictionary(team => team.Manager);
        foreach (Team team in company.Teams())
        {
            if (!known.Remove(team.Manager, out Team? old) || !Json.Same(old, team))
            {
                await writer.PutAsync(team, cancellation);
            }
        }

        foreach (PersonId manager in known.Keys.Order())
        {
            await writer.RemoveTeamAsync(manager, cancellation);
        }
    }

    private static async Task PoolsAsync(IBookStore books, IBookWriter writer, Person[] before, RecordPile records, PersonId? gone, CancellationToken cancellation)
    {
        foreach (PersonId rep in (await books.RepsAsync(cancellation)).Where(rep => rep != gone && !records.Has(rep)))
        {
            records.Add(rep, (await books.ReadHeadAsync(rep, cancellation))?.Record ?? TrackRecord.Empty, isChanged: false);
        }

        HashSet<PoolId> outdated = [.. before.Select(person => person.Manager).OfType<PersonId>().Select(PoolId.Team)];
        foreach ((PoolId id, TrackRecord record) in records.Pools())
        {
            outdated.Remove(id);
            TrackRecord? known = await books.ReadPoolAsync(id, cancellation);
            if (known is null || !PackedTrackRecord.Same(known, record))
            {
                await writer.PutAsync(id, record, cancellation);
            }
        }

        // A team that everybody has left.
        foreach (PoolId id in outdated.OrderBy(id => id.Value, StringComparer.Ordinal))
        {
            if (await books.ReadPoolAsync(id, cancellation) is not null)
            {
                await writer.RemoveAsync(id, cancellation);
            }
        }
    }
}
