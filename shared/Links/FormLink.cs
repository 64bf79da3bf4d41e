using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Links;

/// <summary>What one link opens: one form about one thing, for one person, until an instant, once.</summary>
/// <param name="For">Who may answer. The link is the credential; whether they still may is looked up when it is used.</param>
/// <param name="Rep">In whose journal the answer is written.</param>
/// <param name="Topic">The id of a deal or of an entry, or a day such as 2026-11-23, as the form has it; empty for none.</param>
/// <param name="Part">The kind of finding that it is about; null for any.</param>
/// <param name="Nonce">Tells it from every other link, and names the answer in the store.</param>
public sealed record FormLink(FormKind Form, PersonId For, PersonId Rep, string Topic, AnalysisPart? Part, DateTimeOffset Expires, string Nonce)
{
    /// <summary>The id of the entry that the answer makes: that it is there is how a used link is known.</summary>
    public EntryId Entry => new((Form is FormKind.Note or FormKind.Plan ? EntryId.ManagerOnly : "") + "f-" + Nonce);
}

/// <summary>The numbers stand in links that are out.</summary>
public enum FormKind : byte
{
    Reason = 1,
    Snooze = 2,
    Commitment = 3,

    /// <summary>What became of a commitment that there is.</summary>
    CommitmentState = 4,

    Initiative = 5,

    /// <summary>Where an initiative that there is stands.</summary>
    InitiativeStatus = 6,

    Lesson = 7,
    Topic = 8,
    Held = 9,
    Note = 10,
    Plan = 11,

    /// <summary>That the rep is no longer on the plan.</summary>
    PlanEnd = 12,
}
