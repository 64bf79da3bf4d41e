using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Http.Findings;

/// <summary>The findings of everybody whom a viewer may read, as far as a filter keeps them.</summary>
internal sealed class FindingBook(IBookStore books, Reports reports)
{
    /// <summary>Whoever the viewer may read and has a book, by name.</summary>
    public async Task<ImmutableArray<Person>> RepsAsync(Viewer viewer, CancellationToken cancellation)
    {
        HashSet<PersonId> selling = [.. await books.RepsAsync(cancellation)];
        return [.. (await books.PeopleAsync(cancellation)).Where(person => viewer.MayReadFindings(person) && selling.Contains(person.Id)).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase).ThenBy(person => person.Id)];
    }

    /// <summary>Only what the filter can keep is computed: one team's question must not cost a whole company's analyses.</summary>
    public static ImmutableArray<Person> Asked(ImmutableArray<Person> reps, FindingFilter filter) =>
        [.. reps.Where(rep => (filter.Rep is null || filter.Rep == rep.Id) && (filter.Team is null || filter.Team == rep.Manager))];

    public async Task<ImmutableArray<FindingRow>> ReadAsync(ImmutableArray<Person> reps, DateTimeOffset asOf, CancellationToken cancellation)
    {
        Dictionary<PersonId, Person> people = reps.ToDictionary(rep => rep.Id);
        return [.. (await reports.FindingsAsync(reps.Select(rep => rep.Id), asOf, cancellation)).Select(one => new FindingRow(people[one.Rep], one.Finding))];
    }

    public async Task<ImmutableArray<string>> StagesAsync(CancellationToken cancellation) => (await books.NewestSnapshotAsync(cancellation))?.Stages ?? [];

    /// <summary>The choices are those of what was read, whatever the filter keeps of it; what is chosen is among them.</summary>
    public async Task<FindingChoices> ChoicesAsync(ImmutableArray<Person> reps, ImmutableArray<FindingRow> read, FindingFilter filter, CancellationToken cancellation)
    {
        List<(PersonId, string)> teams = [];
        foreach (PersonId manager in reps.Select(rep => rep.Manager).OfType<PersonId>().Distinct())
        {
            teams.Add((manager, (await books.FindPersonAsync(manager, cancellation))?.Name ?? manager.Value));
        }

        ImmutableArray<string> order = await StagesAsync(cancellation);
        return new FindingChoices(
            [.. order.Concat(read.Select(row => row.Deal.Stage).Append(filter.Stage).OfType<string>().Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)],
            [.. teams.OrderBy(team => team.Item2, StringComparer.OrdinalIgnoreCase)],
            reps,
            [.. read.Select(row => row.Deal.Amount?.Currency).Append(filter.Currency).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
