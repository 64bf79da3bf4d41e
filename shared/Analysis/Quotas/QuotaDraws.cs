using System.Collections.Immutable;
using System.Text;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Quotas;

/// <summary>
/// P(what is still missing is won), by drawing the rest of the period over and over: for few large deals no formula of a sum holds.
/// <para>
/// In each draw all of a rep's chances are equally high or low within what is known of them: they come from the same past deals, and a rep
/// who is better than that is better at every deal. Errors that did not hang together would make no difference at all.
/// </para>
/// </summary>
internal static class QuotaDraws
{
    /// <summary>The chance's standard error is at most 0.008, far below the tenths that it is told in.</summary>
    public const int Rounds = 4_000;

    /// <summary>The same for the same book, so that both halves and every machine draw the same. Not by the snapshot's id: that tells of the order of its rows.</summary>
    public static Draws For(PersonId rep, Quota quota, DateTimeOffset takenAt)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        ulong seed = 14695981039346656037;
        foreach (byte one in Encoding.UTF8.GetBytes(FormattableString.Invariant($"{rep.Value}\n{quota.From:yyyyMMdd}\n{quota.To:yyyyMMdd}\n{quota.Target.Currency}\n{takenAt.UtcDateTime:O}")))
        {
            seed = unchecked((seed ^ one) * 1099511628211);
        }

        return new Draws(seed);
    }

    public static double Chance(decimal missing, ImmutableArray<Prospect> open, NewWins fresh, Draws draws)
    {
        if (missing <= 0)
        {
            return 1;
        }

        int hits = 0;
        for (int round = 0; round < Rounds; round++)
        {
            decimal won = 0;
            foreach (Prospect deal in open)
            {
                won += draws.Share() < deal.WonInTenths[round % BetaTenths.Count] ? deal.Amount : 0;
            }

            for (int more = fresh.Count(draws.Share()); more > 0; more--)
            {
                won += fresh.Amount(draws.Share());
            }

            hits += won >= missing ? 1 : 0;
        }

        return (double)hits / Rounds;
    }
}
