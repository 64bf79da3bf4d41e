using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Ingest;

/// <summary>Brings people, teams and the pooled benchmarks in step with the books, writing what changed and nothing else.</summary>
internal static class CompanyUpdate
{
    public static async Task RunAsync(
        IBookStore books,
        IBookWriter writer,
        IncomingSnapshot incoming,
        IReadOnlySet<Section> sections,
        IReadOnlyDictionary<PersonId, TrackRecord> records,
        CancellationToken cancellation)
    {
        Company before = await books.ReadCompanyAsync(cancellation);
        await DeriveAsync(books, writer, before, CompanyMerge.Merge(before, incoming, sections), records, cancellation);
    }

    /// <param name="records">Of every book that there will be.</param>
    public static async Task DeriveAsync(
        IBookStore books, IBookWriter writer, Company before, Company now, IReadOnlyDictionary<PersonId, TrackRecord> records, CancellationToken cancellation)
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
        await PoolsAsync(books, writer, before, people, records, cancellation);
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

    private static async Task PoolsAsync(
        IBookStore books, IBookWriter writer, Company before, Person[] people, IReadOnlyDictionary<PersonId, TrackRecord> records, CancellationToken cancellation)
    {
        HashSet<PoolId> outdated = [.. before.Persons().Select(person => person.Manager).OfType<PersonId>().Select(PoolId.Team)];
        IEnumerable<(PoolId Id, TrackRecord Record)> pools = people
            .Where(person => person.Manager is not null && records.ContainsKey(person.Id))
            .GroupBy(person => person.Manager!.Value)
            .OrderBy(team => team.Key)
            .Select(team => (PoolId.Team(team.Key), TrackRecord.OfTeam(team.Select(person => records[person.Id]))))
            .Append((PoolId.Company, TrackRecord.OfCompany(records.OrderBy(record => record.Key).Select(record => record.Value))));
        foreach ((PoolId id, TrackRecord record) in pools)
        {
            outdated.Remove(id);
            TrackRecord? known = await books.ReadPoolAsync(id, cancellation);
            if (known is null || !Json.Same(known, record))
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
