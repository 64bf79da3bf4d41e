using System.Collections.Immutable;
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
        if (await books.NewestSnapshotAsync(cancellation) is not { } newest)
        {
            return new HomeModel(null, company.TimeZone, []);
        }

        DateTimeOffset instant = await reports.DefaultAsOfAsync(cancellation);
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
                if (await books.ReadHeadAsync(rep.Id, cancellation) is { OpenCount: > 0 } head)
                {
                    reps.Add(await RepAsync(rep, head.OpenCount, instant, cancellation));
                }
            }

            if (reps.Count > 0)
            {
                teams.Add(new HomeTeam(manager, [.. reps]));
            }
        }
    }

    private async Task<HomeRep> RepAsync(Person rep, int open, DateTimeOffset instant, CancellationToken cancellation)
    {
        ImmutableArray<PartResult> parts = await reports.PartsAsync(rep.Id, instant, cancellation);
        Finding[] findings = [.. parts.SelectMany(part => part.Findings)];
        return new HomeRep(
            rep.Id,
            rep.Name,
            open,
            findings.OfType<Stall>().Count(),
            findings.OfType<Slip>().Count(),
            findings.OfType<StageOutlier>().Count(),
            Money.SumByCurrency(findings.DistinctBy(finding => finding.Opportunity.Id).Select(finding => finding.Opportunity.Amount)),
            await reports.NextMeetingAsync(rep, instant, cancellation))
        {
            StallsKnown = !parts.SelectMany(part => part.Notes).Any(note => note.Issue == DataIssue.NoActivities),
        };
    }
}
