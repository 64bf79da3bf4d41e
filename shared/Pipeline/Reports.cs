using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Answers questions at any moment, from the same analyses and the same composer as the mailed briefs. Writes nothing.</summary>
public sealed class Reports(IBookStore books, IRunStore runs, IJournal journal, AnalysisSettings settings, PlanSettings plan, AsOf asOf)
{
    /// <summary>The instant that questions are answered for where nobody names one: the newest snapshot's.</summary>
    /// <exception cref="UserErrorException">There is no snapshot.</exception>
    public async Task<DateTimeOffset> DefaultAsOfAsync(CancellationToken cancellation) =>
        asOf.Instant ?? (await books.NewestSnapshotAsync(cancellation) is { } newest ? newest.TakenAt : throw NothingIngested());

    /// <summary>Somebody by id, or by name where only one has it.</summary>
    /// <exception cref="UserErrorException">Nobody or more than one.</exception>
    public async Task<Person> FindRepAsync(string idOrName, CancellationToken cancellation)
    {
        if (await TryFindAsync(idOrName, cancellation) is { } found)
        {
            return found;
        }

        const int MostHints = 5;
        ImmutableArray<Person> people = await books.PeopleAsync(cancellation);
        if (people.IsEmpty)
        {
            throw NothingIngested();
        }

        Person[] namesakes = [.. people.Where(person => Is(person, idOrName))];
        if (namesakes.Length > 1)
        {
            throw new UserErrorException($"There are {namesakes.Length} people called \"{idOrName}\". Give an id: {string.Join(", ", namesakes.Take(MostHints).Select(person => person.Id.Value))}.");
        }

        Person[] like = [.. people.Where(person => person.Name.Contains(idOrName, StringComparison.OrdinalIgnoreCase) || idOrName.Contains(person.Name, StringComparison.OrdinalIgnoreCase))];
        IEnumerable<string> hints = like.Concat(people.Where(person => person.Manager is not null)).Concat(people).DistinctBy(person => person.Id).Take(MostHints)
            .Select(person => person.Name == person.Id.Value ? person.Name : $"{person.Name} ({person.Id})");
        throw new UserErrorException($"There is no person \"{idOrName}\". Known are, for example: {string.Join(", ", hints)}.");
    }

    /// <summary>Somebody by id, or by name where only one has it; null otherwise.</summary>
    public async Task<Person?> TryFindAsync(string idOrName, CancellationToken cancellation)
    {
        if (await books.FindPersonAsync(new PersonId(idOrName), cancellation) is { } exact)
        {
            return exact;
        }

        Person[] named = [.. (await books.PeopleAsync(cancellation)).Where(person => Is(person, idOrName))];
        return named.Length == 1 ? named[0] : null;
    }

    public static UserErrorException Unknown(string idOrName) => new($"There is no rep \"{idOrName}\".");

    /// <summary>What a journal is read at: the day where the rep is, and the start of their last one-on-one.</summary>
    public async Task<(DateOnly Today, DateTimeOffset? LastMeeting)> TodayAsync(Person rep, DateTimeOffset now, CancellationToken cancellation) =>
        (TimeZones.ToLocalDate(rep.TimeZone ?? settings.Company.TimeZone, now), (await MeetingsAsync(rep, now, cancellation)).Last?.StartsAt);

    /// <summary>The pair for a rep as it would be composed at <paramref name="asOf"/>; the next one-on-one is named where there is one.</summary>
    public async Task<BriefPair> BriefAsync(Person rep, DateTimeOffset asOf, CancellationToken cancellation)
    {
        RepBook? book = await books.ReadBookAsync(rep.Id, rep.Manager, cancellation);
        if (book is null && await books.NewestSnapshotAsync(cancellation) is null)
        {
            throw NothingIngested();
        }

        Person? manager = rep.Manager is { } id ? await books.FindPersonAsync(id, cancellation) ?? new Person(id, id.Value) : null;
        (Occurrence? next, Occurrence? last) = await MeetingsAsync(rep, asOf, cancellation);
        AnalysisContext context = settings.ContextFor(asOf, last?.StartsAt, rep.Manager, next?.Series.TimeZone ?? rep.TimeZone, rep.Country);
        return BriefComposer.Compose(new BriefMaterial
        {
            Manager = manager ?? new Person(Party.Nobody, "No manager"),
            Rep = rep,
            Book = book,
            Parts = book is null ? [] : [.. Analyses.All.Select(part => Analyses.Run(part, book, context))],
            Missing = [],
            Before = last is null ? null : await runs.ReadPairAsync(RunId.Of(last), cancellation),
            Meeting = next is null
                ? null
                : new MeetingFacts(next.StartsAt, next.Series.Minutes, last?.StartsAt, next.Moved is { } moved ? moved.Cause ?? "" : null, next.Series.Assumed) { On = next.On, LastOn = last?.On },
            Journal = [.. (await journal.ReadAsync(rep.Id, context.Since, cancellation)).Select(entry => entry.Value)],
            Context = context,
            Company = settings.Company,
        });
    }

    /// <summary>Everything found about these reps, in their order.</summary>
    public async Task<List<(PersonId Rep, Finding Finding)>> FindingsAsync(IEnumerable<PersonId> reps, DateTimeOffset asOf, CancellationToken cancellation)
    {
        List<(PersonId, Finding)> all = [];
        foreach (PersonId rep in reps)
        {
            all.AddRange((await PartsAsync(rep, asOf, cancellation)).SelectMany(part => part.Findings).Select(finding => (rep, finding)));
        }

        return all;
    }

    /// <summary>The three analyses of one rep; empty for one without a book.</summary>
    public async Task<ImmutableArray<PartResult>> PartsAsync(PersonId rep, DateTimeOffset asOf, CancellationToken cancellation) =>
        await MaterialAsync(rep, asOf, cancellation) is { } found ? [.. Analyses.All.Select(part => Analyses.Run(part, found.Book, found.Context))] : [];

    /// <summary>Where a rep stands: what is found, when the two meet next, and what the brief of their last one-on-one said, where there was one.</summary>
    public async Task<(ImmutableArray<PartResult> Parts, DateTimeOffset? Next, BriefFacts? Before)> StandingAsync(Person rep, DateTimeOffset asOf, CancellationToken cancellation)
    {
        (Occurrence? next, Occurrence? last) = await MeetingsAsync(rep, asOf, cancellation);
        BriefPair? before = last is null ? null : await runs.ReadPairAsync(RunId.Of(last), cancellation);
        if (await books.ReadBookAsync(rep.Id, rep.Manager, cancellation) is not { } book)
        {
            return ([], next?.StartsAt, before?.Facts);
        }

        AnalysisContext context = settings.ContextFor(asOf, last?.StartsAt, rep.Manager, next?.Series.TimeZone ?? rep.TimeZone, rep.Country);
        return ([.. Analyses.All.Select(part => Analyses.Run(part, book, context))], next?.StartsAt, before?.Facts);
    }

    /// <summary>What an analysis of one rep is made from; null for one without a book.</summary>
    public async Task<(RepBook Book, AnalysisContext Context)?> MaterialAsync(PersonId rep, DateTimeOffset asOf, CancellationToken cancellation)
    {
        Person person = await books.FindPersonAsync(rep, cancellation) ?? new Person(rep, rep.Value);
        if (await books.ReadBookAsync(rep, person.Manager, cancellation) is not { } book)
        {
            return null;
        }

        (Occurrence? next, Occurrence? last) = await MeetingsAsync(person, asOf, cancellation);
        return (book, settings.ContextFor(asOf, last?.StartsAt, person.Manager, next?.Series.TimeZone ?? person.TimeZone, person.Country));
    }

    private async Task<(Occurrence? Next, Occurrence? Last)> MeetingsAsync(Person rep, DateTimeOffset asOf, CancellationToken cancellation)
    {
        const int FarthestDays = 62;
        if (rep.Manager is not { } manager || await books.FindTeamAsync(manager, cancellation) is not { } team)
        {
            return (null, null);
        }

        MeetingSeries? series = team.Meetings.FirstOrDefault(one => one.Rep == rep.Id)
            ?? (plan.Assumed is { } assumed ? assumed.SeriesOf(manager, rep.Id, rep.TimeZone ?? settings.Company.TimeZone) : null);
        return series is null
            ? (null, null)
            : (Occurrences.Between(series, asOf, asOf.AddDays(FarthestDays)) is [var first, ..] ? first : null, Occurrences.Previous(series, asOf));
    }

    private static bool Is(Person person, string idOrName) =>
        person.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase) || person.Id.Value.Equals(idOrName, StringComparison.OrdinalIgnoreCase);

    private static UserErrorException NothingIngested() =>
        new("Nothing has been ingested yet. Run `ingest --csv DIR` first, or the demo (no arguments) to see one with a bundled company.");
}
