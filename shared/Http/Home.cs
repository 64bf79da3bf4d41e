using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http;

/// <summary>Gathers what the first page shows to one viewer.</summary>
internal sealed class Home(IBookStore books, Reports reports, CompanySettings company)
{
    public async Task<HomeModel> ForAsync(Viewer viewer, CancellationToken cancellation)
    {
        if (await books.SnapshotsAsync(cancellation) is not [.., var newest])
        {
            return new HomeModel(null, company.TimeZone, []);
        }

        Dictionary<PersonId, Person> people = (await books.PeopleAsync(cancellation)).ToDictionary(person => person.Id);
        List<HomeTeam> teams = [];
        foreach (Team team in await books.TeamsAsync(cancellation))
        {
            await AddAsync(people.GetValueOrDefault(team.Manager)?.Name ?? team.Manager.Value, team.Reps.Select(rep => people[rep]));
        }

        await AddAsync(null, people.Values.Where(person => person is { Manager: null, Active: true }).OrderBy(person => person.Id));
        return new HomeModel(newest.TakenAt, company.TimeZone, [.. teams]);

        async Task AddAsync(string? manager, IEnumerable<Person> members)
        {
            List<HomeRep> reps = [];
            foreach (Person rep in members.Where(viewer.MayReadFindings))
            {
                if (await books.ReadBookAsync(rep.Id, cancellation) is { Open.Length: > 0 } book)
                {
                    reps.Add(await RepAsync(rep, book, await reports.DefaultAsOfAsync(cancellation), cancellation));
                }
            }

            if (reps.Count > 0)
            {
                teams.Add(new HomeTeam(manager, [.. reps]));
            }
        }
    }

    private async Task<HomeRep> RepAsync(Person rep, RepBook book, DateTimeOffset instant, CancellationToken cancellation)
    {
        List<PartResult> parts = [];
        await foreach ((_, PartResult part) in reports.FindingsAsync(rep.Id, instant, cancellation))
        {
            parts.Add(part);
        }

        Finding[] findings = [.. parts.SelectMany(part => part.Findings)];
        return new HomeRep(
            rep.Id,
            rep.Name,
            book.Open.Length,
            findings.OfType<Stall>().Count(),
            findings.OfType<Slip>().Count(),
            findings.OfType<StageOutlier>().Count(),
            [
                .. findings.DistinctBy(finding => finding.Opportunity.Id).Select(finding => finding.Opportunity.Amount).OfType<Money>()
                    .GroupBy(money => money.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new Money(group.Sum(money => money.Amount), group.Key)),
            ],
            await reports.NextMeetingAsync(rep, instant, cancellation))
        {
            StallsKnown = !parts.SelectMany(part => part.Notes).Any(note => note.Issue == DataIssue.NoActivities),
        };
    }
}
