using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Reads what a brief needs beyond the rep's own book and journal: only where it will be shown.</summary>
internal sealed class BriefSurroundings(IBookStore books, IJournal journal)
{
    /// <summary>How many team mates' journals one brief reads. Whoever has more reps finds lessons enough in these.</summary>
    public const int MostMates = 20;

    /// <returns>Null where no lesson comes from enough reps to be shown.</returns>
    public async Task<TeamMaterial?> TeamAsync(PersonId? manager, PersonId rep, DateTimeOffset asOf, CancellationToken cancellation)
    {
        if (manager is not { } head || await books.FindTeamAsync(head, cancellation) is not { } team || team.Reps.Length <= TeamLessons.FewestReps)
        {
            return null;
        }

        List<JournalEntry> lessons = [];
        foreach (PersonId mate in team.Reps.Where(one => one != rep).Take(MostMates))
        {
            lessons.AddRange((await journal.ReadAsync(mate, asOf, cancellation)).Select(entry => entry.Value).Where(TeamLessons.IsTagged));
        }

        PersonId[] reps = [.. TeamLessons.Shared(lessons).SelectMany(group => group).Select(entry => entry.Rep).Distinct().Order()];
        if (reps.Length == 0)
        {
            return null;
        }

        ImmutableArray<Person> people = await books.PeopleAsync(cancellation);
        ImmutableArray<TeamMate>.Builder mates = ImmutableArray.CreateBuilder<TeamMate>();
        foreach (PersonId mate in reps)
        {
            mates.Add(new TeamMate(mate, [.. lessons.Where(entry => entry.Rep == mate)], await DealsAsync(mate, cancellation)));
        }

        return new TeamMaterial(
            mates.ToImmutable(),
            [.. people.Where(person => person.Id == head || team.Reps.Contains(person.Id)).Select(person => person.Name)],
            [.. people.Select(person => person.Name)]);
    }

    /// <summary>The deals won fast since the last one-on-one, with the history that the book's head no longer has.</summary>
    public async Task<ImmutableArray<Opportunity>> FastOnesAsync(RepBook? book, AnalysisContext context, CancellationToken cancellation)
    {
        HashSet<OpportunityId> fast = book is null ? [] : [.. Movement.FastOnes(book.Head, context).Select(win => win.Opportunity.Id)];
        List<Opportunity> found = [];
        if (fast.Count > 0)
        {
            await foreach (Opportunity opportunity in books.ReadAllAsync(book!.Head.Rep, cancellation))
            {
                if (fast.Contains(opportunity.Id))
                {
                    found.Add(opportunity);
                }
            }
        }

        return [.. found];
    }

    private async Task<ImmutableArray<DealName>> DealsAsync(PersonId rep, CancellationToken cancellation)
    {
        ImmutableArray<DealName>.Builder names = ImmutableArray.CreateBuilder<DealName>();
        await foreach (Opportunity deal in books.ReadAllAsync(rep, cancellation))
        {
            names.Add(new DealName(deal.Details.Name, deal.Details.Account));
        }

        return names.ToImmutable();
    }
}
