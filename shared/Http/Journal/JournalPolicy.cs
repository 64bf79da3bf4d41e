using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Privacy;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Journal;

/// <summary>Who may do what with a journal, and as whom they sign.</summary>
internal static class JournalPolicy
{
    public const string RepMeaning = "A rep's id, or a name that only one has.";

    /// <summary>The rep, their present manager and admins: the readers of the rep's half. Which entries they may change, each entry says.</summary>
    public static bool MayUseJournal(this Viewer viewer, Person rep) => viewer.MayReadFindings(rep);

    /// <summary>What is the manager's alone is for the readers of the manager's half.</summary>
    public static bool MaySee(this Viewer viewer, JournalEntry entry, Person rep) => !entry.Content.ManagerOnly || viewer.MayRead(rep, Audience.Manager);

    /// <summary>Finds it for somebody to read, or to write to and read back what they wrote. Either is written down, and so is a refusal.</summary>
    /// <returns>Null for somebody who may not read it, whether the rep exists or not.</returns>
    /// <exception cref="UserErrorException">An admin asked for nobody.</exception>
    public static async Task<Person?> FindJournalOfAsync(this Viewer viewer, string rep, Reports reports, AuditTrail trail, CancellationToken cancellation)
    {
        string wanted = Query.PathValue(rep);
        Person? person = await reports.TryFindAsync(wanted, cancellation);
        if (person is not null && viewer.MayUseJournal(person))
        {
            await trail.ReadsAsync(viewer, person.Id, AuditedThing.Journal, cancellation);
            return person;
        }

        await trail.RefusedAsync(viewer, person?.Id, AuditedThing.Journal, cancellation);
        return viewer.IsAdmin ? throw Reports.Unknown(wanted) : null;
    }

    public static Signature Sign(this Viewer viewer, Person rep, DateTimeOffset at) => new(
        viewer.Person,
        viewer.Person is not { } person ? SignedAs.Admin
            : person == rep.Id ? SignedAs.Rep
            : person == rep.Manager ? SignedAs.Manager
            : SignedAs.Admin,
        at);
}
