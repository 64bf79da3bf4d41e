namespace OneOnOne.Analysis.Chances;

/// <summary>What may happen to an open deal within <see cref="Crm.SignalCell.HorizonDays"/>.</summary>
/// <param name="Lost">P(lost).</param>
/// <param name="Pushed">P(its close date is pushed, unless it is lost).</param>
public readonly record struct DealRisk(double Lost, double Pushed)
{
    /// <summary>P(lost or pushed).</summary>
    public double Trouble => 1 - ((1 - Lost) * (1 - Pushed));
}
