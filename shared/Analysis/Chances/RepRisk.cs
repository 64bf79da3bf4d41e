using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// How likely each of one rep's open deals is lost, or pushed, within <see cref="SignalCell.HorizonDays"/>.
/// <para>
/// The level of a loss comes from <see cref="WinChances"/>, which knows stage, age and what is still open; the deal's signals move it by
/// their odds ratio against past deals of the same stage and age. A push has no such estimate: its level is that of past deals. Both are
/// then moved by what sets the rep apart, as far as so many own deals can show it. Build it once for a book; ask it from one thread.
/// </para>
/// </summary>
public sealed class RepRisk
{
    private readonly RiskModel _model;
    private readonly RepBook _book;
    private readonly Dictionary<(string Stage, int Age), double?> _usual = [];
    private readonly double _pushShift;

    internal RepRisk(RiskModel model, RepBook book)
    {
        (_model, _book, Chances) = (model, book, new WinChances(book));
        _pushShift = PushShift();
    }

    /// <summary>Those of the book, sorted once for both.</summary>
    internal WinChances Chances { get; }

    /// <returns>Null where nothing like it has closed.</returns>
    public DealRisk? Of(Opportunity opportunity, DateTimeOffset asOf)
    {
        TimeLine line = TimeLine.Of(opportunity, _book.Snapshots);
        return line.Current is { } visit ? Of(visit, SignalsOf(opportunity, line, visit, asOf), asOf) : null;
    }

    private DealRisk? Of(StageVisit visit, DealSignals signals, DateTimeOffset asOf)
    {
        if (_model.LogOdds(visit.Stage, signals) is not { } odds)
        {
            return null;
        }

        double lost = odds.Lost;
        double age = Math.Max(0, (asOf - visit.EnteredAt).TotalDays);
        if (visit.EntryKnown && Chances.SharesOf(visit.Stage, age, SignalCell.HorizonDays) is { Lost: > 0 and < 1 } chance && Usual(visit.Stage, signals.Age) is { } usual)
        {
            lost = Math.Log(chance.Lost / (1 - chance.Lost)) + odds.Lost - usual;
        }

        return new DealRisk(MainEffects.Share(lost), MainEffects.Share(odds.Pushed + _pushShift));
    }

    private static DealSignals SignalsOf(Opportunity opportunity, TimeLine line, StageVisit visit, DateTimeOffset asOf) => DealSignals.At(
        asOf,
        visit,
        opportunity.LastActivity is { } last ? DateOnly.FromDateTime(last.At.UtcDateTime) : null,
        line.CloseDateChanges.Count(change => change.IsPush),
        opportunity.Now!.CloseDate);

    /// <summary>Log odds of a loss for past deals of the company in this stage at this age, whatever else they showed.</summary>
    private double? Usual(string stage, int age)
    {
        if (_usual.TryGetValue((stage, age), out double? known))
        {
            return known;
        }

        double weeks = 0;
        double lost = 0;
        foreach (SignalCell cell in _book.Company.Signals.GetValueOrDefault(stage, []))
        {
            DealSignals signals = DealSignals.OfCode(cell.Code);
            if (signals.Age == age && _model.LogOdds(stage, signals) is { } odds)
            {
                weeks += cell.Weeks;
                lost += cell.Weeks * MainEffects.Share(odds.Lost);
            }
        }

        return _usual[(stage, age)] = weeks > 0 ? Math.Log(lost / (weeks - lost)) : null;
    }

    /// <summary>
    /// What the rep's own weeks add to the log odds of a push: the most likely shift, with the company's share among ten outcomes of
    /// theirs before it (<see cref="BetaPrior.FixedOutcomes"/>).
    /// </summary>
    private double PushShift()
    {
        (double LogOdds, Trials Seen)[] own =
        [
            .. from stage in _book.Head.Record.Signals
               from cell in stage.Value
               let odds = _model.LogOdds(stage.Key, DealSignals.OfCode(cell.Code))
               where odds is not null
               select (odds.Value.Pushed, new Trials(cell.Pushed * _model.Weight, (cell.Weeks - cell.Lost) * _model.Weight)),
        ];
        double count = own.Sum(cell => cell.Seen.Count);
        if (count <= 0)
        {
            return 0;
        }

        const int MostSteps = 50;
        double prior = BetaPrior.FixedOutcomes / count;
        double shift = 0;
        for (int i = 0; i < MostSteps; i++)
        {
            double slope = 0;
            double bend = 0;
            foreach ((double logOdds, Trials seen) in own)
            {
                double share = MainEffects.Share(logOdds + shift);
                slope += seen.Successes - (seen.Count * share) + (prior * seen.Count * (MainEffects.Share(logOdds) - share));
                bend += (1 + prior) * seen.Count * share * (1 - share);
            }

            double step = bend > 0 ? Math.Clamp(slope / bend, -1, 1) : 0;
            shift += step;
            if (Math.Abs(step) < 1e-9)
            {
                break;
            }
        }

        return shift;
    }
}
