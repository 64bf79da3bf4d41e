using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// What the company's closed deals say about signals: how much likelier a loss or a push becomes, deal for deal in the same stage, with
/// the activity, pushes and close date that a deal shows. Fit it once for a company's record, and ask it for any rep.
/// <para>
/// A deal is counted week after week and says nearly the same each time, so that all its weeks together count as one outcome. What a
/// CRM does not record is the same for all its deals and has no effect.
/// </para>
/// </summary>
public sealed class RiskModel
{
    private readonly ImmutableSortedDictionary<string, int> _stages;
    private readonly MainEffects? _lost;
    private readonly MainEffects? _pushed;

    private RiskModel(ImmutableSortedDictionary<string, int> stages, IReadOnlyList<Cell> cells, double weight)
    {
        ImmutableArray<int> bands = [stages.Count, DealSignals.Ages, DealSignals.Idles, DealSignals.PushCounts, DealSignals.Dues];
        _stages = stages;
        Weight = weight;
        _lost = MainEffects.Fit([.. cells.Select(cell => new EffectCell(cell.Bands, new Trials(cell.Seen.Lost, cell.Seen.Weeks)))], bands, weight);
        _pushed = MainEffects.Fit([.. cells.Select(cell => new EffectCell(cell.Bands, new Trials(cell.Seen.Pushed, cell.Seen.Weeks - cell.Seen.Lost)))], bands, weight);
    }

    /// <summary>Outcomes that one week of one deal counts for.</summary>
    internal double Weight { get; }

    /// <summary>Fitted once for a record, however many ask.</summary>
    public static RiskModel Of(TrackRecord company) => Worked.Of(company).Risk;

    internal static RiskModel Fit(TrackRecord company)
    {
        ImmutableSortedDictionary<string, int> stages = company.Signals.Keys.Select((stage, index) => (stage, index))
            .ToImmutableSortedDictionary(one => one.stage, one => one.index, StringComparer.Ordinal);
        Cell[] cells = [.. CellsOf(company, stages)];
        double weeks = cells.Sum(cell => (double)cell.Seen.Weeks);
        double deals = company.Reps.Sum(rep => (double)rep.Won + rep.Lost);
        return new RiskModel(stages, cells, weeks > 0 ? Math.Min(1, deals / weeks) : 1);
    }

    /// <summary>The chances of one rep's deals, drawn from what holds for the company to what their own closed deals say.</summary>
    public RepRisk For(RepBook book) => new(this, book);

    /// <returns>Log odds; null where nothing has closed.</returns>
    internal (double Lost, double Pushed)? LogOdds(string stage, DealSignals signals)
    {
        if (_lost is null || _pushed is null || !_stages.TryGetValue(stage, out int index))
        {
            return null;
        }

        ReadOnlySpan<int> bands = [index, signals.Age, signals.Idle, signals.Pushes, signals.Due];
        return (_lost.LogOdds(bands), _pushed.LogOdds(bands));
    }

    private static IEnumerable<Cell> CellsOf(TrackRecord record, ImmutableSortedDictionary<string, int> stages) =>
        from stage in record.Signals
        from cell in stage.Value
        let signals = DealSignals.OfCode(cell.Code)
        select new Cell([stages[stage.Key], signals.Age, signals.Idle, signals.Pushes, signals.Due], cell);

    private readonly record struct Cell(ImmutableArray<int> Bands, SignalCell Seen);
}
