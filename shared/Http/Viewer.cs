using System.Security.Claims;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Http;

/// <summary>Who is asking, by the claims of a validated sign-in. Deny by default: no claim, no access.</summary>
public sealed record Viewer(PersonId? Person, bool IsAdmin)
{
    /// <summary>The directory's id of the account that signed in; without it, whoever asks is on this machine.</summary>
    public const string AccountClaim = "oneonone_account";

    /// <summary>The CRM's id of the person who signed in.</summary>
    public const string PersonClaim = "oneonone_person";

    public const string AdminRole = "OneOnOne.Admin";

    public static Viewer Of(ClaimsPrincipal user) => user.Identity is not { IsAuthenticated: true }
        ? new Viewer(null, false)
        : new Viewer(user.FindFirstValue(PersonClaim) is { Length: > 0 } id ? new PersonId(id) : null, user.IsInRole(AdminRole)) { Account = user.FindFirstValue(AccountClaim) };

    public string? Account { get; init; }

    /// <summary>As whom the audit log knows them.</summary>
    internal Reader Reader => Person is { } person ? new Reader(ReaderKind.Person, person.Value)
        : Account is { } account ? new Reader(ReaderKind.Account, account)
        : new Reader(ReaderKind.Machine, null);

    /// <summary>Whom limits count; on a laptop, where nobody signs in, everybody is one.</summary>
    public static string CallerOf(ClaimsPrincipal user) => user.FindFirstValue(AccountClaim) ?? user.FindFirstValue(PersonClaim) ?? "";

    /// <summary>A rep reads their own half and no other; a manager both halves of their present team; an admin all.</summary>
    public bool MayRead(Person rep, Audience half) => IsAdmin
        || (Person is { } person && rep.Manager == person)
        || (half == Audience.Rep && Person == rep.Id);

    /// <summary>Findings are the same for both halves.</summary>
    public bool MayReadFindings(Person rep) => MayRead(rep, Audience.Rep);

    /// <summary>A team is its manager's to see.</summary>
    public bool MayReadTeam(PersonId manager) => IsAdmin || Person == manager;
}
