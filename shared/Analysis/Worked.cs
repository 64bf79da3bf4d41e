using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// What follows from a record of a rep, a team or the company alone, worked out at the first question and kept for as long as somebody
/// holds that record. A company's is the same for each of its reps: their briefs fit its signals once and sort its visits once.
/// </summary>
internal sealed class Worked
{
    private static readonly ConditionalWeakTable<TrackRecord, Worked> All = [];

    private readonly TrackRecord _record;
    private readonly Lazy<RiskModel> _risk;
    private readonly Lazy<double> _alike;
    private Visits _visits = new(default);

    private Worked(TrackRecord record)
    {
        _record = record;
        _risk = new Lazy<RiskModel>(() => RiskModel.Fit(record));
        _alike = new Lazy<double>(() => WinChances.Alike(record));
    }

    public RiskModel Risk => _risk.Value;

    /// <summary>See <see cref="WinChances"/>.</summary>
    public double Alike => _alike.Value;

    public static Worked Of(TrackRecord record) => All.GetValue(record, static one => new Worked(one));

    /// <param name="takenAt">How long open deals have been there by then. Only the last one that was asked for is kept.</param>
    public WorkedStage At(string stage, DateTimeOffset takenAt)
    {
        Visits known = _visits;
        if (known.TakenAt != takenAt)
        {
            _visits = known = new Visits(takenAt);
        }

        return known.Stages.GetOrAdd(stage, static (name, from) => new WorkedStage(from._record.Of(name), from.takenAt), (_record, takenAt));
    }

    private sealed record Visits(DateTimeOffset TakenAt)
    {
        public ConcurrentDictionary<string, WorkedStage> Stages { get; } = new(StringComparer.Ordinal);
    }
}
