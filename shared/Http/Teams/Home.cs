using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Http.Teams;

/// <summary>Gathers what the first page and the team pages show to one viewer.</summary>
internal sealed class Home(IBookStore books, Reports reports)
{
    public async Task<HomeModel> ForAsync(Viewer viewer, CancellationToken cancellation)
    {
        if (await books.NewestSnapshotAsync(cancellation) is null)
        {
            return new HomeModel(HasData: false, []);
        }

        DateTimeOffset instant = await reports.DefaultAsOfAsync(cancellation);
        Dictionary<PersonId, Person> people = (await books.PeopleAsync(cancellation)).ToDictionary(person => person.Id);
        List<HomeTeam> teams = [];
        foreach (Team team in await books.TeamsAsync(cancellation))
        {
            ImmutableArray<HomeRep> reps = await RepsAsync(team.Reps.Select(rep => people[rep]), viewer, instant, cancellation);
            teams.Add(new HomeTeam(people.GetValueOrDefault(team.Manager)?.Name ?? team.Manager.Value, reps) { Manager = viewer.MayReadTeam(team.Manager) ? team.Manager : null });
        }

        teams.Add(new HomeTeam(null, await RepsAsync(people.Values.Where(person => person is { Manager: null, Active: true }).OrderBy(person => person.Id), viewer, instant, cancellation)));
        return new HomeModel(HasData: true, [.. teams.Where(team => !team.Reps.IsEmpty)]);
    }

    /// <summary>One manager's present team; null where somebody leads none, or the viewer may not see it.</summary>
    public async Task<TeamReport?> TeamAsync(PersonId manager, Viewer viewer, CancellationToken cancellation)
    {
        if (!viewer.MayReadTeam(manager) || await books.FindTeamAsync(manager, cancellation) is not { } team || await books.NewestSnapshotAsync(cancellation) is not { } newest)
        {
            return null;
        }

        DateTimeOffset instant = await reports.DefaultAsOfAsync(cancellation);
        List<Person> members = [];
        foreach (PersonId rep in team.Reps)
        {
            members.Add(await books.FindPersonAsync(rep, cancellation) ?? new Person(rep, rep.Value) { Manager = manager });
        }

        string name = (await books.FindPersonAsync(manager, cancellation))?.Name ?? manager.Value;
        return new TeamReport(manager, name, newest.TakenAt, instant, await RepsAsync(members, viewer, instant, cancellation));
    }

    private async Task<ImmutableArray<HomeRep>> RepsAsync(IEnumerable<Person> members, Viewer viewer, DateTimeOffset instant, CancellationToken cancellation)
    {
        List<HomeRep> reps = [];
        foreach (Person rep in members.Where(viewer.MayReadFindings))
        {
            if (await books.ReadHeadAsync(rep.Id, cancellation) is { OpenCount: > 0 } head)
            {
                reps.Add(await RepAsync(rep, head.OpenCount, instant, cancellation) with { ForManager = viewer.MayRead(rep, Audience.Manager) });
            }
        }

        return [.. reps];
    }

    private async Task<HomeRep> RepAsync(Person rep, int open, DateTimeOffset instant, CancellationToken cancellation)
    {
        (ImmutableArray<PartResult> parts, DateTimeOffset? next, BriefFacts? before) = await reports.StandingAsync(rep, instant, cancellation);
        Finding[] findings = [.. parts.SelectMany(part => part.Findings)];
        return new HomeRep(
            rep.Id,
            rep.Name,
            open,
            findings.OfType<Stall>().Count(),
            findings.OfType<Slip>().Count(),
            findings.OfType<StageOutlier>().Count(),
            Money.SumByCurrency(findings.DistinctBy(finding => finding.Opportunity.Id).Select(finding => finding.Opportunity.Amount)),
            next)
        {
            StallsKnown = !parts.SelectMany(part => part.Notes).Any(note => note.Issue == DataIssue.NoActivities),
            Since = Compare(findings, before),
        };
    }

    /// <summary>A brief without one of the analyses would make all that is found now look new.</summary>
    private static SinceLastTime? Compare(Finding[] findings, BriefFacts? before)
    {
        if (before is not { Missing.IsEmpty: true })
        {
            return null;
        }

        HashSet<OpportunityId> now = [.. findings.Select(finding => finding.Opportunity.Id)];
        HashSet<OpportunityId> found = [.. before.Findings.Select(finding => finding.Opportunity.Id)];
        HashSet<OpportunityId> known = [.. found, .. before.Snoozed.Select(item => item.Opportunity.Id)];
        return new SinceLastTime(now.Count(deal => !known.Contains(deal)), found.Count(deal => !now.Contains(deal)));
    }
}
