using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Tests.Builders;

/// <summary>Journal entries by hand: rep rob of manager mia, written on 2 March 2026 unless a test says otherwise.</summary>
internal static class Notes
{
    public static readonly DateTimeOffset Written = PipelineRecords.Now;

    public static PersonId Rob { get; } = new("rob");

    public static PersonId Mia { get; } = new("mia");

    public static Signature ByRep(DateTimeOffset? at = null) => new(Rob, SignedAs.Rep, at ?? Written);

    public static Signature ByManager(DateTimeOffset? at = null) => new(Mia, SignedAs.Manager, at ?? Written);

    public static JournalEntry Entry(EntryContent content, string id = "e1", Signature? written = null, EntryState state = EntryState.Open, DateTimeOffset? closed = null, PersonId? rep = null) => new()
    {
        Id = new EntryId(id),
        Rep = rep ?? Rob,
        Content = content,
        Written = written ?? ByRep(),
        State = state,
        ClosedAt = closed,
    };

    public static Commitment Commitment(string text = "Send the plan", Side owner = Side.Rep, DateOnly? due = null, string? deal = null) =>
        new() { Text = text, Owner = owner, Due = due, Opportunity = deal is null ? null : new OpportunityId(deal) };

    public static Reason Reason(string deal, string text = "New CFO", OneOnOne.Analysis.AnalysisPart? about = null) => new() { Text = text, Opportunity = new OpportunityId(deal), About = about };

    public static Held Held(DateOnly on, HeldOutcome outcome = HeldOutcome.Cancelled, string because = "At a customer") => new() { Text = because, On = on, Outcome = outcome };

    public static Snooze Snooze(string deal, DateOnly until, OneOnOne.Analysis.AnalysisPart? about = null, string because = "Their plant moves") =>
        new() { Text = because, Opportunity = new OpportunityId(deal), Until = until, About = about };
}
