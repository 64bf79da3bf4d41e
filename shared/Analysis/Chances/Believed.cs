using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Analysis.Chances;

/// <summary>So many outcomes, effectively, of one group.</summary>
internal readonly record struct Outcomes(double Won, double Lost, double Count)
{
    public static Outcomes Of(LandmarkSweep sweep) => new(sweep.Won * sweep.Effective, sweep.Lost * sweep.Effective, sweep.Effective);

    /// <summary>Of the others in the group: nobody's own deals are to speak for them twice.</summary>
    public Outcomes Without(Outcomes some)
    {
        double count = Math.Max(0, Count - some.Count);
        double won = Math.Clamp(Won - some.Won, 0, count);
        return new Outcomes(won, Math.Clamp(Lost - some.Lost, 0, count - won), count);
    }
}

/// <summary>What is believed of a share, as the beta distribution that so many outcomes would leave.</summary>
/// <param name="Weight">In outcomes.</param>
internal readonly record struct Believed(double Won, double Lost, double Weight)
{
    /// <summary>Jeffreys' prior: half an outcome each way.</summary>
    public static Believed Nothing { get; } = new(0.5, 0.5, 1);

    public Believed With(Outcomes outcomes) => new(
        ((Won * Weight) + outcomes.Won) / (Weight + outcomes.Count),
        ((Lost * Weight) + outcomes.Lost) / (Weight + outcomes.Count),
        Weight + outcomes.Count);

    /// <summary>What holds for a group holds for a member only so far.</summary>
    public Believed AtMost(double weight) => this with { Weight = Math.Min(Weight, weight) };

    public Limits WonLimits() => BetaBinomial.Of(new BetaPrior(Won * Weight, (1 - Won) * Weight, PriorSource.Moments, 0), default).Limits;
}
