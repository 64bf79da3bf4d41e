using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What became of closed deals that were pushed as often as this one.</summary>
/// <param name="Pushes">At least so many: 1, 2 or 3.</param>
/// <param name="Rung">Whose deals: the rep's own where there are <see cref="Fewest"/>, else the team's, else the company's.</param>
/// <param name="WonShare">The rep's win rate of such deals, drawn towards the team's, and that towards the company's.</param>
public sealed record PushedOutcomes(int Pushes, BenchmarkRung Rung, int Closed, int Won, double WonShare)
{
    public const int Fewest = 5;

    /// <returns>Null where nobody has enough such deals.</returns>
    internal static PushedOutcomes? Of(RepBook book, int pushes)
    {
        int least = Math.Clamp(pushes, 1, 3);
        (BenchmarkRung Rung, Trials Deals)[] ladder =
        [
            (BenchmarkRung.Rep, Count(book.Head.Record.Slips, least)),
            (BenchmarkRung.Team, Count(book.Team.Slips, least)),
            (BenchmarkRung.Company, Count(book.Company.Slips, least)),
        ];
        (BenchmarkRung rung, Trials deals) = ladder.FirstOrDefault(one => one.Deals.Count >= Fewest);
        return deals.Count == 0 ? null : new PushedOutcomes(least, rung, (int)deals.Count, (int)deals.Successes, Share(ladder, book.Team.Slips, least));
    }

    private static double Share((BenchmarkRung Rung, Trials Deals)[] ladder, ImmutableArray<SlipTotals> team, int least)
    {
        BetaPrior members = BetaPrior.ByMoments([.. team.Select(one => Count([one], least))])
            ?? BetaPrior.ByMoments([ladder[2].Deals])
            ?? BetaPrior.ByMoments([ladder[0].Deals])!;
        double strength = members.Alpha + members.Beta;
        double ofTeam = BetaPrior.ByMoments([ladder[2].Deals]) is { } company ? BetaBinomial.Of(company, ladder[1].Deals).Share : members.Mean;
        return BetaBinomial.Of(new BetaPrior(ofTeam * strength, (1 - ofTeam) * strength, members.Source, members.Members), ladder[0].Deals).Share;
    }

    private static Trials Count(ImmutableArray<SlipTotals> totals, int least) =>
        new(totals.Sum(one => one.Won.AtLeast(least)), totals.Sum(one => one.Won.AtLeast(least) + one.Lost.AtLeast(least)));
}
