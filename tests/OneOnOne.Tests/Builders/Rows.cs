using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Builders;

/// <summary>Rows of a snapshot, with only what a test is about.</summary>
internal static class Rows
{
    public static RowPosition Nowhere { get; } = new("test", 2);

    public static OpportunityRow Deal(string id = "O1", string owner = "rep", string stage = "Proposal", Outcome outcome = Outcome.Open, int? close = null, decimal? amount = null) =>
        new(Nowhere, new OpportunityId(id), new PersonId(owner), stage, outcome)
        {
            CloseDate = close is { } day ? Days.On(day) : null,
            Amount = amount is { } money ? new Money(money, "EUR") : null,
        };

    public static ActivityRow Did(string deal, double day, ActivityKind kind = ActivityKind.Call, bool? completed = true, string? id = null, string? by = null) =>
        new(Nowhere, new OpportunityId(deal), by is null ? null : new PersonId(by), kind, Days.At(day), completed, id);

    public static StageHistoryRow Entered(string deal, string stage, double day) => new(Nowhere, new OpportunityId(deal), new StageEntry(stage, Days.At(day)));

    public static CloseDateHistoryRow Moved(string deal, double day, int from, int to) =>
        new(Nowhere, new OpportunityId(deal), new CloseDateChange(Days.At(day), Days.On(from), Days.On(to)));

    public static PersonRow Human(string id, string? manager = null, string? name = null, bool? active = null) =>
        new(Nowhere, new PersonId(id)) { Manager = manager is null ? null : new PersonId(manager), Name = name ?? id, Active = active };

    public static QuotaRow Target(string person, int from, int to, decimal amount, string currency = "EUR") =>
        new(Nowhere, new PersonId(person), Days.On(from), Days.On(to), new Money(amount, currency));

    public static MeetingRow Meets(string id, string manager, string rep, int first = 2, string zone = "Europe/Berlin") =>
        new(Nowhere, id, new PersonId(manager), new PersonId(rep), OneOnOne.Meetings.Cadence.Weekly, Days.On(first), new TimeOnly(9, 30), zone, 30);

    /// <summary>The row and what the snapshot's other files say about it, as the merge gets it.</summary>
    public static Said Incoming(OpportunityRow row, params SnapshotRow[] others) => new(row, others);
}

/// <summary>What a snapshot says about one opportunity, whenever that was taken.</summary>
internal sealed record Said(OpportunityRow Row, SnapshotRow[] Others)
{
    public IncomingOpportunity At(DateTimeOffset takenAt)
    {
        ActivityTally done = new(takenAt);
        foreach (ActivityRow row in Others.OfType<ActivityRow>())
        {
            done.Add(row.Kind, row.At, row.Completed);
        }

        return new IncomingOpportunity(Row)
        {
            StageEntries = Histories.Of([.. Row.StageEntries, .. Others.OfType<StageHistoryRow>().Select(row => row.Entry)], keepRepeated: true),
            CloseDateChanges = Histories.Of([.. Others.OfType<CloseDateHistoryRow>().Select(row => row.Change)]),
            Activities = done.Total(),
        };
    }
}
