using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>Collects a rep's visits by stage. Those of unknown entry are left out: their length is only a lower bound. So are stages that were only passed through.</summary>
internal sealed class VisitTally
{
    private readonly Dictionary<string, Stage> _stages = new(StringComparer.Ordinal);

    /// <summary>Writes down the visits of a deal that is open, for <see cref="AddOpen"/>.</summary>
    public static void WriteOpen(PackedWriter to, TimeLine line, Names names)
    {
        foreach (StageVisit visit in Stays.Of(line))
        {
            if (visit.EntryKnown)
            {
                to.Number(names.Of(visit.Stage) + 1);
                to.Signed(visit.EnteredAt.ToUnixTimeSeconds());
                to.Number(visit.LeftAt is { } left ? (ulong)(left.ToUnixTimeSeconds() - visit.EnteredAt.ToUnixTimeSeconds()) + 1 : 0);
            }
        }

        to.Number(0);
    }

    /// <summary>Writes down the visits of a deal that is closed, for <see cref="AddClosed(ref PackedReader, Names, Outcome)"/>.</summary>
    public static void WriteClosed(PackedWriter to, TimeLine line, DateTimeOffset closedAt, Names names)
    {
        foreach (StageVisit visit in Stays.Of(line))
        {
            if (visit.EntryKnown)
            {
                ClosedVisit closed = Closed(visit, closedAt);
                to.Number(names.Of(visit.Stage) + 1);
                to.Signed(closed.Stay);
                to.Signed(closed.ToClose - closed.Stay);
            }
        }

        to.Number(0);
    }

    public void AddOpen(ref PackedReader from, Names names)
    {
        while (from.Int() is > 0 and var stage)
        {
            long entered = from.Signed();
            Of(names[stage - 1]).Open.Add(new OpenVisit(entered, from.Number() is > 0 and var stay ? entered + (long)stay - 1 : null));
        }
    }

    public void AddClosed(ref PackedReader from, Names names, Outcome outcome)
    {
        while (from.Int() is > 0 and var stage)
        {
            long stay = from.Signed();
            Add(names[stage - 1], outcome, new ClosedVisit(stay, stay + from.Signed()));
        }
    }

    public void AddClosed(TimeLine line, Outcome outcome, DateTimeOffset closedAt)
    {
        foreach (StageVisit visit in Stays.Of(line))
        {
            if (visit.EntryKnown)
            {
                Add(visit.Stage, outcome, Closed(visit, closedAt));
            }
        }
    }

    public ImmutableSortedDictionary<string, StageVisits> Build() => _stages.ToImmutableSortedDictionary(
        stage => stage.Key,
        stage => new StageVisits(Durations.Of(stage.Value.Won), Durations.Of(stage.Value.Lost)) { Open = OpenVisits.Of(stage.Value.Open) },
        StringComparer.Ordinal);

    private static ClosedVisit Closed(StageVisit visit, DateTimeOffset closedAt)
    {
        long stay = (long)(visit.LeftAt!.Value - visit.EnteredAt).TotalSeconds;
        return new ClosedVisit(stay, Math.Max(stay, (long)(closedAt - visit.EnteredAt).TotalSeconds));
    }

    private void Add(string stage, Outcome outcome, ClosedVisit visit) => (outcome == Outcome.Won ? Of(stage).Won : Of(stage).Lost).Add(visit);

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
