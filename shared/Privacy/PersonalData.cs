using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Privacy;

/// <summary>One thing that is stored about a person.</summary>
/// <param name="Kind">What it is, as a word in the plural.</param>
public sealed record Holding(string Kind, object Value);

/// <summary>
/// Everything that is stored about one person, whichever store it is in: what an erasure removes, and what the person may ask for. For
/// a manager that is also the runs of their one-on-ones, and what they signed or read of others.
/// </summary>
public sealed class PersonalData(IBookStore books, IRunStore runs, IJournal journal, IAuditLog audit)
{
    public async IAsyncEnumerable<Holding> OfAsync(PersonId person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Holding holding in BooksAsync(person, cancellation))
        {
            yield return holding;
        }

        foreach (RunId run in await RunsAsync(person, cancellation))
        {
            await foreach (Holding holding in RunAsync(run, cancellation))
            {
                yield return holding;
            }
        }

        foreach (Person other in await EverybodyAsync(person, cancellation))
        {
            foreach (Versioned<JournalEntry> entry in await journal.ReadAsync(other.Id, DateTimeOffset.MinValue, cancellation))
            {
                if (other.Id == person || Authors.Without(entry.Value, person) is not null)
                {
                    yield return new Holding(other.Id != person ? "signatures in other journals" : entry.Value.Content.ManagerOnly ? "journal entries of the manager alone" : "journal entries", entry.Value);
                }
            }

            foreach (AuditRecord record in await audit.ReadAsync(other.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellation))
            {
                if (other.Id == person || record.By == new Reader(ReaderKind.Person, person.Value))
                {
                    yield return new Holding(other.Id == person ? "audit records" : "audit records of what they read", record);
                }
            }
        }
    }

    /// <summary>The runs of their one-on-ones, on either side.</summary>
    public async Task<List<RunId>> RunsAsync(PersonId person, CancellationToken cancellation) => await runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellation)
        .Where(summary => summary.Run.Rep == person || summary.Run.Manager == person)
        .Select(summary => summary.Run.Id)
        .ToListAsync(cancellation);

    private async IAsyncEnumerable<Holding> BooksAsync(PersonId person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await books.FindPersonAsync(person, cancellation) is { } record)
        {
            yield return new Holding("people", record);
        }

        if (await books.FindTeamAsync(person, cancellation) is { } team)
        {
            yield return new Holding("teams", team);
        }

        foreach (OneOnOne.Meetings.MeetingSeries series in (await books.ReadCompanyAsync(cancellation)).Meetings.Where(series => series.Rep == person || series.Manager == person))
        {
            yield return new Holding("meetings", series);
        }

        if (await books.ReadHeadAsync(person, cancellation) is { } head)
        {
            yield return new Holding("books", head);
        }

        await foreach (Opportunity opportunity in books.ReadAllAsync(person, cancellation))
        {
            yield return new Holding("opportunities", opportunity);
        }
    }

    private async IAsyncEnumerable<Holding> RunAsync(RunId run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await runs.FindAsync(run, cancellation) is not { } summary)
        {
            yield break;
        }

        yield return new Holding("runs", summary.Run);
        foreach (PartResult part in await runs.ReadPartsAsync(run, cancellation))
        {
            yield return new Holding("findings", part);
        }

        if (await runs.ReadPairAsync(run, cancellation) is { } pair)
        {
            yield return new Holding("reps' halves of briefs", BriefView.Of(pair, Audience.Rep));
            yield return new Holding("managers' halves of briefs", pair.Manager);
        }

        foreach (Delivery delivery in summary.Deliveries)
        {
            yield return new Holding("deliveries", delivery);
        }

        foreach (DeliveryEvent happened in summary.Events)
        {
            yield return new Holding("delivery events", happened);
        }

        foreach (DeadLetter letter in (await runs.DeadLettersAsync(cancellation)).Where(letter => letter.Body.Contains(run.Value, StringComparison.Ordinal)))
        {
            yield return new Holding("dead letters", letter);
        }
    }

    /// <summary>Them too where only their journal, or who read it, is left.</summary>
    private async Task<IEnumerable<Person>> EverybodyAsync(PersonId person, CancellationToken cancellation) =>
        (await books.PeopleAsync(cancellation)).Where(other => other.Id != person).Prepend(new Person(person, person.Value));
}
