using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Quotas;

/// <summary>An open deal and what is known of its chance to be won in time.</summary>
/// <param name="Won">The chance.</param>
/// <param name="WonInTenths">The same as it may truly be, given how little is known: see <see cref="BetaTenths"/>.</param>
internal readonly record struct Prospect(decimal Amount, DateOnly? CloseDate, double Won, ImmutableArray<double> WonInTenths)
{
    /// <returns>Null where too few deals like it have closed, or its amount is not in the currency.</returns>
    public static Prospect? Of(Opportunity deal, string currency, double horizonDays, WinChances chances, RepBook book, DateTimeOffset asOf)
    {
        if (deal.Now!.Amount is not { } amount || amount.Currency != currency || TimeLine.Of(deal, book.Snapshots).Current is not { } visit)
        {
            return null;
        }

        // Where the entry is not known, the deal is at least as old: better than to leave it out of the money.
        WinChance? chance = chances.Of(visit.Stage, Math.Max(0, (asOf - visit.EnteredAt).TotalDays), horizonDays);
        return chance is null ? null : new Prospect(amount.Amount, deal.Now.CloseDate, chance.Won, BetaTenths.Of(chance.Won * chance.Weight, (1 - chance.Won) * chance.Weight));
    }
}
