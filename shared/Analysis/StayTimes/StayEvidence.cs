using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Analysis.StayTimes;

/// <summary>What an age says of an open deal: how few won, and how many lost, deals of this rep stay for longer.</summary>
/// <param name="WonBeyond">P(stay > age | won), never less than the won visits can show.</param>
/// <param name="LostBeyond">P(stay > age | lost).</param>
/// <param name="PointsToLoss">
/// The age makes a loss more likely than it was at the entry, and more than estimates err: the odds of winning are multiplied by
/// won beyond / lost beyond, and its upper limit is below 1. In a stage that lost deals take no longer for, being slow says nothing.
/// </param>
public sealed record StayEvidence(double WonBeyond, double LostBeyond, bool PointsToLoss)
{
    /// <summary>One-sided: where won and lost are alike, at most one stage in ten looks as if they were not.</summary>
    public const double Confidence = 0.90;

    /// <summary>Nine won visits can show one in ten: 1 - 0.9 is a little less than that.</summary>
    private const double Rounding = 1e-9;

    private static readonly double Z = Distributions.NormalQuantile(Confidence);

    /// <summary>At least the share <paramref name="percentile"/> of won deals do not stay for so long.</summary>
    public bool IsRare(double percentile) => WonBeyond <= 1 - percentile + Rounding;

    /// <summary>
    /// So much longer than won and than lost deals that the two cannot be told apart at such an age: nobody decides it. Half as many as
    /// where there is a sign of loss may stay so long, for there is none.
    /// </summary>
    public bool IsBeyondBoth(double percentile) => Math.Max(WonBeyond, LostBeyond) <= ((1 - percentile) / 2) + Rounding;

    internal static StayEvidence At(double age, StayCurve won, StayCurve lost, int wonVisits)
    {
        (double ofWon, double ofLost) = (won.Beyond(age), lost.Beyond(age));
        double error = Math.Sqrt(won.LogVariance(age) + lost.LogVariance(age));
        return new StayEvidence(
            Exceedance.Honest(ofWon, (int)Math.Min(wonVisits, won.Visits)),
            ofLost,
            Math.Log(ofWon) - Math.Log(ofLost) + (Z * error) < 0);
    }
}
