using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Storage;

namespace OneOnOne.Privacy;

/// <summary>
/// Publishes the books without one person: readers see them whole or not at all. Benchmarks of the team and of the company are made
/// anew from the books that stay. The person's own book loses its head here; its opportunities go with <see cref="IErasure.EraseAsync"/>.
/// </summary>
internal static class BookErasure
{
    public static async Task RunAsync(IBookStore books, Tombstone tombstone, CancellationToken cancellation)
    {
        PersonId person = tombstone.Person!.Value;
        await using IBookWriter writer = await books.BeginAsync(cancellation);

        // Written before anything is read: from here on the embedded store lets nobody else in, and Cosmos DB lets no earlier ingest publish.
        await writer.RemovePersonAsync(person, cancellation);
        await writer.RemoveHeadAsync(person, cancellation);
        Company before = await books.ReadCompanyAsync(cancellation);
        Company now = Without(before, person);
        await RenameAsync(books, writer, person, cancellation);
        using RecordPile records = new(now.Persons());
        await CompanyUpdate.RunAsync(books, writer, before, now, records, gone: person, cancellation);
        await writer.PublishAsync(tombstone with { Passes = tombstone.Passes + 1 }, cancellation);
    }

    internal static Company Without(Company company, PersonId person) => company with
    {
        People = company.People.Remove(person).ToImmutableSortedDictionary(one => one.Key, one => one.Value.Manager == person ? one.Value with { Manager = null } : one.Value),
        Meetings = [.. company.Meetings.Where(series => series.Manager != person && series.Rep != person)],
        Quotas = company.Quotas.Remove(person),
    };

    /// <summary>Who had it before counts as whoever has it now: whose it was is the one thing that an old state says of a person.</summary>
    internal static Opportunity Without(Opportunity opportunity, PersonId person)
    {
        if (!opportunity.Observed.Any(observation => observation.State?.Owner == person))
        {
            return opportunity;
        }

        ImmutableArray<Observation>.Builder observed = ImmutableArray.CreateBuilder<Observation>();
        foreach (Observation observation in opportunity.Observed)
        {
            ObservedState? state = observation.State?.Owner == person ? observation.State with { Owner = opportunity.Owner } : observation.State;
            if (observed.Count == 0 || observed[^1].State != state)
            {
                observed.Add(observation with { State = state });
            }
        }

        return opportunity with { Observed = observed.ToImmutable() };
    }

    private static async Task RenameAsync(IBookStore books, IBookWriter writer, PersonId person, CancellationToken cancellation)
    {
        foreach (PersonId rep in (await books.RepsAsync(cancellation)).Where(rep => rep != person))
        {
            bool changed = false;
            await foreach (Opportunity opportunity in books.ReadAllAsync(rep, cancellation))
            {
                if (Without(opportunity, person) is var without && !ReferenceEquals(without, opportunity))
                {
                    await writer.PutAsync(without, cancellation);
                    changed = true;
                }
            }

            if (changed)
            {
                // It says what the deals added to the head when they had been somebody else's.
                await writer.PutSheetAsync(rep, null, cancellation);
            }
        }
    }
}
