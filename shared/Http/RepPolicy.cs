using OneOnOne.Crm;
using OneOnOne.Http.Privacy;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Http;

/// <summary>Who may look at what there is about a rep besides the manager's half: the rep, their present manager and admins.</summary>
internal static class RepPolicy
{
    /// <summary>Finds a rep for somebody to read about. That is written down, and so is a refusal.</summary>
    /// <returns>Null for somebody who may not, whether the rep exists or not.</returns>
    /// <exception cref="UserErrorException">An admin asked for nobody.</exception>
    public static async Task<Person?> FindRepAsync(this Viewer viewer, string rep, AuditedThing what, Reports reports, AuditTrail trail, CancellationToken cancellation)
    {
        string wanted = Query.PathValue(rep);
        Person? person = await reports.TryFindAsync(wanted, cancellation);
        if (person is not null && viewer.MayReadFindings(person))
        {
            await trail.ReadsAsync(viewer, person.Id, what, cancellation);
            return person;
        }

        await trail.RefusedAsync(viewer, person?.Id, what, cancellation);
        return viewer.IsAdmin ? throw Reports.Unknown(wanted) : null;
    }
}
