using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// P(won within so many days | still in this stage at this age), drawn from rep to team to company where there is little to go by.
/// The four counts are raw ones of the rung alone: what a reader can check by hand, and no part of the estimate's arithmetic.
/// </summary>
/// <param name="Won">At least that: what is won after all that was ever watched is not known.</param>
/// <param name="WonLimits">95 %.</param>
/// <param name="AgeDays">What was asked for, or the last age with enough closed deals behind it.</param>
/// <param name="HorizonDays">What was asked for, or as far as anybody was watched.</param>
/// <param name="Rung">The first that has <see cref="Landmark.FewestClosed"/> closed deals that got this far.</param>
/// <param name="Visits">Past and present visits of the rung that were still there at this age.</param>
/// <param name="Closed">Of those, by deals that are won or lost by now.</param>
/// <param name="Known">Of those visits, by deals whose outcome within the horizon is known: closed, or open for longer than that.</param>
/// <param name="WonWithin">Of the known ones, by deals won within the horizon.</param>
public sealed record WinChance(
    double Won, Limits WonLimits, double Lost, double AgeDays, double HorizonDays, BenchmarkRung Rung, int Visits, int Closed, int Known, int WonWithin)
{
    /// <summary>What is believed of <see cref="Won"/> is the beta distribution that so many outcomes would leave.</summary>
    public double Weight { get; init; }
}
