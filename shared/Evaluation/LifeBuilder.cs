using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>Turns what all snapshots say of an opportunity into a life: what happened to it, each thing with the instant from which it was known.</summary>
internal sealed class LifeBuilder
{
    /// <summary>The stage of a time of which no record says in which stage it was.</summary>
    public const string UnknownStage = "(stage not on record)";

    private readonly bool _hasDateHistory;
    private readonly Dictionary<string, Outcome> _closed;

    public LifeBuilder(IReadOnlyCollection<Opportunity> all, bool hasDateHistory)
    {
        ObservedState[] states = [.. all.SelectMany(one => one.Observed).Select(observation => observation.State).OfType<ObservedState>()];
        HashSet<string> open = [.. states.Where(state => state.Outcome == Outcome.Open).Select(state => state.Stage)];
        _closed = states.Where(state => state.Outcome != Outcome.Open && !open.Contains(state.Stage))
            .GroupBy(state => state.Stage, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Outcome, StringComparer.Ordinal);
        _hasDateHistory = hasDateHistory && !ClosingSetsTheDateSilently(all);
    }

    /// <param name="snapshots">The instants of all, ascending.</param>
    public Life Build(Opportunity opportunity, ImmutableArray<ActivityDay> done, ImmutableArray<Booking> booked, ImmutableArray<DateTimeOffset> snapshots)
    {
        DateTimeOffset? goneAt = opportunity.Now is null ? opportunity.Observed[^1].At : null;
        if (goneAt is not null)
        {
            // Up to then it was where it was last seen.
            opportunity = opportunity with { Observed = opportunity.Observed.RemoveAt(opportunity.Observed.Length - 1) };
        }

        TimeLine line = TimeLine.Of(opportunity, snapshots);
        ImmutableArray<Move> moves = [.. InOrder(Moves(opportunity, line))];
        return new Life(opportunity, new Story(moves, done, booked, [.. Dates(opportunity, line, moves)], line.CloseDateChanges, [.. Owners(opportunity)], goneAt));
    }

    /// <summary>Bad records put things before what came first; then they count from there.</summary>
    private static IEnumerable<Move> InOrder(IEnumerable<Move> moves)
    {
        DateTimeOffset last = DateTimeOffset.MinValue;
        foreach (Move move in moves)
        {
            last = move.At > last ? move.At : last;
            yield return move with { At = last };
        }
    }

    private IEnumerable<Move> Moves(Opportunity opportunity, TimeLine line)
    {
        ObservedState? final = opportunity.Now;
        DateTimeOffset? end = final is { Outcome: not Outcome.Open } ? TimeLine.ClosedAt(opportunity) : null;
        DateTimeOffset? first = line.Visits.IsEmpty ? end : line.Visits[0].EnteredAt;
        if (opportunity.Details.CreatedAt is { } created && (first is null || created < first))
        {
            yield return new Move(created, UnknownStage, Known: false, Outcome.Open);
        }

        for (int i = 0; i < line.Visits.Length; i++)
        {
            StageVisit visit = line.Visits[i];
            yield return new Move(visit.EnteredAt, visit.Stage, visit.EntryKnown, _closed.GetValueOrDefault(visit.Stage, Outcome.Open));
            if (visit.LeftAt is { } left && i + 1 < line.Visits.Length && left < line.Visits[i + 1].EnteredAt)
            {
                yield return Closing(opportunity, left);
            }
        }

        if (end is { } closedAt)
        {
            yield return new Move(closedAt, final!.Stage, Known: true, final.Outcome);
        }
    }

    /// <summary>It was closed, and open again later.</summary>
    private Move Closing(Opportunity opportunity, DateTimeOffset at)
    {
        string? recorded = opportunity.StageEntries.LastOrDefault(entry => entry.At == at)?.Stage;
        ObservedState? seen = opportunity.Observed.FirstOrDefault(observation => observation.At >= at && observation.State is { Outcome: not Outcome.Open })?.State;
        return recorded is not null && _closed.TryGetValue(recorded, out Outcome outcome)
            ? new Move(at, recorded, Known: true, outcome)
            : new Move(at, seen?.Stage ?? recorded ?? UnknownStage, Known: true, seen?.Outcome ?? Outcome.Lost);
    }

    /// <summary>Close dates as they stood, each from the instant at which somebody could know it.</summary>
    private IEnumerable<(DateTimeOffset From, DateOnly? Date)> Dates(Opportunity opportunity, TimeLine line, ImmutableArray<Move> moves)
    {
        List<(DateTimeOffset From, DateOnly? Date)> dates = [];
        if (_hasDateHistory)
        {
            DateOnly? initial = line.CloseDateChanges.IsEmpty
                ? opportunity.Observed.Select(observation => observation.State?.CloseDate).FirstOrDefault(date => date is not null)
                : line.CloseDateChanges[0].From;
            dates.Add((moves.IsEmpty ? opportunity.Observed[0].At : moves[0].At, initial));
        }

        dates.AddRange(line.CloseDateChanges.Select(change => (change.At, (DateOnly?)change.To)));
        if (!_hasDateHistory)
        {
            dates.AddRange(opportunity.Observed.Where(observation => observation.State is { Outcome: Outcome.Open }).Select(observation => (observation.At, observation.State!.CloseDate)));
        }

        return dates.OrderBy(date => date.From);
    }

    /// <summary>
    /// Some CRMs put the day of closing into the close date and keep no record of that. Where a deal's date was never seen to change,
    /// nobody can then say what it was, and taking the present one would tell the past when deals were going to close.
    /// </summary>
    private static bool ClosingSetsTheDateSilently(IEnumerable<Opportunity> all)
    {
        int unchanged = 0;
        int same = 0;
        foreach (Opportunity one in all.Where(one => one.CloseDateChanges.IsEmpty && one.Now is { Outcome: not Outcome.Open, CloseDate: not null }))
        {
            unchanged++;
            same += Math.Abs(DateOnly.FromDateTime(TimeLine.ClosedAt(one).UtcDateTime).DayNumber - one.Now!.CloseDate!.Value.DayNumber) <= 1 ? 1 : 0;
        }

        return same * 2 > unchanged;
    }

    private static IEnumerable<(DateTimeOffset From, PersonId Owner)> Owners(Opportunity opportunity)
    {
        PersonId? last = null;
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.State is { } state && state.Owner != last)
            {
                yield return (last is null ? DateTimeOffset.MinValue : observation.At, state.Owner);
                last = state.Owner;
            }
        }
    }
}
