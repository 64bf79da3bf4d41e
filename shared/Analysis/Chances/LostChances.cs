using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// How much of its win chance an open deal has lost since it entered its stage: with the amount, the money at stake. The chances are those
/// of a win within <see cref="SignalCell.HorizonDays"/>; what the deal's signals add to the chance of a loss is taken from that of a win in
/// proportion. Build it once for a book; ask it from one thread.
/// </summary>
public sealed class LostChances(RepBook book)
{
    private readonly RepRisk _risk = RiskModel.Of(book.Company).For(book);

    /// <returns>Below 0 where the chance has grown; null where too few deals like it have closed.</returns>
    public double? Of(Opportunity opportunity, DateTimeOffset asOf)
    {
        if (StageOutlierAnalysis.Present(opportunity, book) is not { } visit
            || _risk.Chances.FreshShares(visit.Stage, SignalCell.HorizonDays) is not { } fresh
            || _risk.Chances.SharesOf(visit.Stage, Math.Max(0, (asOf - visit.EnteredAt).TotalDays), SignalCell.HorizonDays) is not { } now)
        {
            return null;
        }

        double lost = _risk.Of(opportunity, asOf)?.Lost ?? now.Lost;
        return fresh.Won - (now.Lost < 1 ? now.Won * (1 - lost) / (1 - now.Lost) : 0);
    }
}
