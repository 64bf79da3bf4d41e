using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>
/// How often a rep pushes close dates, and how often others do: pushes for each month that a deal was open, so that many deals or long
/// ones do not look like a habit. Months are <see cref="DaysInMonth"/> days.
/// </summary>
/// <param name="Rung">Who the others are: the rest of the team where it is enough to compare with, else the rest of the company.</param>
/// <param name="Others">Pushes and months of those others, without the rep's.</param>
/// <param name="Prior">What is known of a rep before looking at the rep.</param>
internal sealed record PushRates(SlipTotals Own, DateTimeOffset At, BenchmarkRung Rung, Counted Others, GammaPrior Prior)
{
    public const double DaysInMonth = 365.25 / 12;

    /// <summary>Deal-months that others need before anybody is held against them.</summary>
    public const double FewestMonths = 12;

    /// <summary>How sure it has to be that the rep pushes more often than the others for it to be called a habit.</summary>
    public const double Sure = 0.95;

    /// <returns>Null where there is nobody to compare with.</returns>
    public static PushRates? Of(RepBook book)
    {
        DateTimeOffset at = book.Snapshot.TakenAt;
        if (book.Head.Record.Slips is not [var own])
        {
            return null;
        }

        ReadOnlySpan<(BenchmarkRung Rung, SlipTotals[] Others)> ladder =
            [(BenchmarkRung.Team, [.. book.Team.Slips.Remove(own)]), (BenchmarkRung.Company, [.. book.Company.Slips.Select(all => Minus(all, own))])];
        foreach ((BenchmarkRung rung, SlipTotals[] members) in ladder)
        {
            Counted[] counted = [.. members.Select(one => Count(one, at))];
            Counted others = new(counted.Sum(one => one.Events), counted.Sum(one => one.Exposure));
            if (others.Exposure >= FewestMonths && GammaPrior.ByMoments(counted) is { } prior)
            {
                return new PushRates(own, at, rung, others, prior);
            }
        }

        return null;
    }

    /// <returns>Null unless it is all but sure that the rep pushes more often than the others.</returns>
    public PushHabit? Habit()
    {
        Counted own = Count(Own, At);
        if (own.Exposure == 0)
        {
            return null;
        }

        // Half an event for the others' rate: where they never pushed, it is small and not nothing.
        GammaPoisson rep = GammaPoisson.Of(Prior, own);
        double certainty = PAbove(rep, new GammaPoisson(Others.Events + 0.5, Others.Exposure));
        return certainty >= Sure ? new PushHabit(Own.Pushes, own.Exposure, Rung, (int)Others.Events, Others.Exposure, certainty) : null;
    }

    /// <summary>P(at least so many pushes of a deal), were it like the rep's others: those tell the rate, without it.</summary>
    /// <param name="own">Pushes of it by the rep, and its days with the rep.</param>
    public double AtLeast(int pushes, double months, (int Pushes, int Days) own)
    {
        long days = Math.Max(0, Own.DaysUntil(At) - own.Days);
        Counted rest = days == 0 ? default : new Counted(Math.Max(0, Own.Pushes - own.Pushes), days / DaysInMonth);
        return GammaPoisson.Of(Prior, rest).AtLeast(pushes, months);
    }

    /// <summary>P(one rate is above another): with G gamma variates, G1 / (G1 + G2) is Beta(shape1, shape2) and has to exceed E1 / (E1 + E2).</summary>
    private static double PAbove(GammaPoisson one, GammaPoisson other)
    {
        double both = one.Exposure + other.Exposure;
        return Distributions.BetaRegularized(other.Shape, one.Shape, other.Exposure / both);
    }

    private static Counted Count(SlipTotals totals, DateTimeOffset at) =>
        totals.DaysUntil(at) is > 0 and var days ? new Counted(totals.Pushes, days / DaysInMonth) : default;

    private static SlipTotals Minus(SlipTotals all, SlipTotals own) => all with
    {
        Pushes = Math.Max(0, all.Pushes - own.Pushes),
        Days = all.Days - own.Days,
        Open = all.Open - own.Open,
        OpenSince = all.OpenSince - own.OpenSince,
    };
}

/// <summary>That a rep pushes close dates more often than others, beyond chance: <see cref="PushRates"/>.</summary>
/// <param name="Months">Months that the rep's deals were open, added up.</param>
/// <param name="Certainty">P(the rep's rate is above the others').</param>
public sealed record PushHabit(int Pushes, double Months, BenchmarkRung Rung, int OthersPushes, double OthersMonths, double Certainty);
