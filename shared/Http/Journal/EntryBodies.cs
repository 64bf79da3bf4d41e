using Microsoft.AspNetCore.Http;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Http.Journal;

/// <summary>What a caller sends to write an entry. Whatever is left out is not there; a state left out is open.</summary>
internal interface IEntryBody
{
    /// <summary>What <see cref="EntryContent.ManagerOnly"/> says of what it makes, told before the body is read.</summary>
    static virtual bool ManagerOnly => false;

    EntryState? State { get; }

    /// <exception cref="BadHttpRequestException">Something is missing.</exception>
    EntryContent ToContent();
}

/// <param name="Text">What will be done.</param>
/// <param name="Owner">Who will do it.</param>
/// <param name="State">Open by default; done or dropped when it is over.</param>
internal sealed record CommitmentBody(string? Text, Side? Owner, DateOnly? Due, string? Opportunity, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Commitment
    {
        Text = Text ?? "",
        Owner = Owner ?? throw new BadHttpRequestException("owner must be one of: rep, manager."),
        Due = Due,
        Opportunity = Opportunity is null ? null : new OpportunityId(Opportunity),
    };
}

/// <param name="Status">Where it stands.</param>
internal sealed record InitiativeBody(string? Text, string? Status, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Initiative { Text = Text ?? "", Status = Status };
}

/// <param name="Opportunity">The id of an open opportunity of the rep.</param>
/// <param name="About">One kind of finding; all by default.</param>
internal sealed record ReasonBody(string? Text, string? Opportunity, AnalysisPart? About, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Reason { Text = Text ?? "", Opportunity = new OpportunityId(Opportunity ?? ""), About = About };
}

/// <param name="Text">Because of what.</param>
/// <param name="Opportunity">The id of an open opportunity of the rep.</param>
/// <param name="About">One kind of finding; all by default.</param>
/// <param name="Until">The last day of quiet, at most 90 days ahead.</param>
internal sealed record SnoozeBody(string? Text, string? Opportunity, AnalysisPart? About, DateOnly? Until, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Snooze
    {
        Text = Text ?? "",
        Opportunity = new OpportunityId(Opportunity ?? ""),
        About = About,
        Until = Until ?? throw new BadHttpRequestException("until must be a day such as 2026-12-01."),
    };
}

/// <param name="Stage">The stage it is about; any by default.</param>
/// <param name="About">The kind of finding it is about; any by default.</param>
internal sealed record LessonBody(string? Text, string? Stage, AnalysisPart? About, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Lesson { Text = Text ?? "", Stage = Stage, About = About };
}

/// <param name="Text">The because, or how it was; may be left out where it was met.</param>
/// <param name="On">The one-on-one by its series' rhythm, at most 62 days away.</param>
internal sealed record HeldBody(string? Text, DateOnly? On, HeldOutcome? Outcome, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Held
    {
        Text = Text ?? "",
        On = On ?? throw new BadHttpRequestException("on must be a day such as 2026-12-01."),
        Outcome = Outcome ?? throw new BadHttpRequestException("outcome must be one of: met, moved, cancelled."),
    };
}

internal sealed record NoteBody(string? Text, EntryState? State) : IEntryBody
{
    public static bool ManagerOnly => true;

    public EntryContent ToContent() => new Note { Text = Text ?? "" };
}

/// <param name="Text">What the plan is about.</param>
/// <param name="State">Open for as long as the rep is on it, then dropped.</param>
internal sealed record PlanBody(string? Text, EntryState? State) : IEntryBody
{
    public static bool ManagerOnly => true;

    public EntryContent ToContent() => new Plan { Text = Text ?? "" };
}

internal sealed record TopicBody(string? Text, EntryState? State) : IEntryBody
{
    public EntryContent ToContent() => new Topic { Text = Text ?? "" };
}
