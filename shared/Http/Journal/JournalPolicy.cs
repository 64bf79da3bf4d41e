using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Journal;

/// <summary>Who may do what with a journal, and as whom they sign.</summary>
internal static class JournalPolicy
{
    public const string RepMeaning = "A rep's id, or a name that only one has.";

    /// <summary>The rep, their present manager and admins: the readers of the rep's half. Which entries they may change, each entry says.</summary>
    public static bool MayUseJournal(this Viewer viewer, Person rep) => viewer.MayReadFindings(rep);

    /// <returns>Null for somebody who may not read it, whether the rep exists or not.</returns>
    /// <exception cref="UserErrorException">An admin asked for nobody.</exception>
    public static async Task<Person?> FindJournalOfAsync(this Viewer viewer, string rep, Reports reports, CancellationToken cancellation)
    {
        string wanted = Query.PathValue(rep);
        Person? person = await reports.TryFindAsync(wanted, cancellation);
        return person is not null && viewer.MayUseJournal(person) ? person
            : viewer.IsAdmin ? throw Reports.Unknown(wanted)
            : null;
    }

    public static Signature Sign(this Viewer viewer, Person rep, DateTimeOffset at) => new(
        viewer.Person,
        viewer.Person is not { } person ? SignedAs.Admin
            : person == rep.Id ? SignedAs.Rep
            : person == rep.Manager ? SignedAs.Manager
            : SignedAs.Admin,
        at);
}
