using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What of an opportunity is further from a win than it was. Each step is null where that one did not go back.</summary>
/// <param name="Since">Compared with what was known then, or first known.</param>
/// <param name="Stage">A later one of the pipeline than the present.</param>
/// <param name="Amount">More than the present, in its currency.</param>
/// <param name="CloseDate">Before the present.</param>
public sealed record StepsBack(DateTimeOffset Since, string? Stage, Money? Amount, DateOnly? CloseDate)
{
    /// <summary>Weekly one-on-ones see one step at a time; what goes back shows over a month.</summary>
    public const int Days = 28;

    /// <summary>One step back is a concession or a delay, and slips tell of the date. Two are a direction.</summary>
    public const int Finding = 2;

    [JsonIgnore]
    public int Count => (Stage is null ? 0 : 1) + (Amount is null ? 0 : 1) + (CloseDate is null ? 0 : 1);

    /// <returns>Null where nothing went back, or the close date alone, of which slips tell.</returns>
    internal static StepsBack? Of(Opportunity opportunity, RepBook book, AnalysisContext context)
    {
        DateTimeOffset month = context.AsOf.AddDays(-Days);
        DateTimeOffset since = context.Since < month ? context.Since : month;
        TimeLine line = TimeLine.Of(opportunity, book.Snapshots);
        ObservedState now = opportunity.Now!;
        StepsBack steps = new(since, StageBefore(line, since, now, book.Snapshot.Stages), AmountBefore(opportunity, since, now), DateBefore(line, since, now));
        return steps is { Stage: null, Amount: null } ? null : steps;
    }

    private static string? StageBefore(TimeLine line, DateTimeOffset since, ObservedState now, ImmutableArray<string> stages) =>
        line.Visits.IsEmpty ? null
        : (line.Visits.LastOrDefault(visit => visit.EnteredAt <= since) ?? line.Visits[0]).Stage is var before && Movement.Direction(before, now.Stage, stages) == StageDirection.Back ? before
        : null;

    private static Money? AmountBefore(Opportunity opportunity, DateTimeOffset since, ObservedState now)
    {
        Observation[] seen = [.. opportunity.Observed.Where(observation => observation.State is not null)];
        Money? before = (seen.LastOrDefault(observation => observation.At <= since) ?? seen[0]).State!.Amount;
        return before is { } was && now.Amount is { } left && was.Currency == left.Currency && left.Amount < was.Amount ? was : null;
    }

    private static DateOnly? DateBefore(TimeLine line, DateTimeOffset since, ObservedState now) =>
        line.CloseDateChanges.FirstOrDefault(change => change.At > since)?.From is { } before && now.CloseDate > before ? before : null;
}
