using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Collects a rep's visits by stage. Those of unknown entry are left out: their length is only a lower bound. So are stages that were only passed through.</summary>
internal sealed class VisitTally
{
    private readonly Dictionary<string, Stage> _stages = new(StringComparer.Ordinal);

    public void AddOpen(TimeLine line)
    {
        foreach (StageVisit visit in Stays.Of(line))
        {
            if (!visit.EntryKnown)
            {
                continue;
            }

            Of(visit.Stage).Open.Add(new OpenVisit(visit.EnteredAt.ToUnixTimeSeconds(), visit.LeftAt?.ToUnixTimeSeconds()));
        }
    }

    public void AddClosed(TimeLine line, Outcome outcome, DateTimeOffset closedAt)
    {
        foreach (StageVisit visit in Stays.Of(line))
        {
            if (!visit.EntryKnown)
            {
                continue;
            }

            long stay = (long)(visit.LeftAt!.Value - visit.EnteredAt).TotalSeconds;
            long toClose = Math.Max(stay, (long)(closedAt - visit.EnteredAt).TotalSeconds);
            Stage stage = Of(visit.Stage);
            (outcome == Outcome.Won ? stage.Won : stage.Lost).Add(new ClosedVisit(stay, toClose));
        }
    }

    public ImmutableSortedDictionary<string, StageVisits> Build() => _stages.ToImmutableSortedDictionary(
        stage => stage.Key,
        stage => new StageVisits(Durations.Of(stage.Value.Won), Durations.Of(stage.Value.Lost)) { Open = OpenVisits.Of(stage.Value.Open) },
        StringComparer.Ordinal);

    private Stage Of(string name)
    {
        if (!_stages.TryGetValue(name, out Stage? stage))
        {
            _stages[name] = stage = new Stage([], [], []);
        }

        return stage;
    }

    private sealed record Stage(List<ClosedVisit> Won, List<ClosedVisit> Lost, List<OpenVisit> Open);
}
