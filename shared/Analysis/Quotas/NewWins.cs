using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Quotas;

/// <summary>
/// Deals that are not open yet and will still be won within a horizon h.
/// <code>
/// x = sum over the rep's wins of max(0, 1 - c / h),  c: days from creation to the win;  E: days that the wins come from
/// </code>
/// A win of the next h days that took c days was created in them with chance 1 - c / h, if wins come evenly. So x of E are the events of a
/// rate per day, shrunk to the team's others, and the number to come is negative binomial. Amounts are drawn from the rep's own wins, those
/// that are quick enough where there are <see cref="Landmark.FewestClosed"/> of them.
/// </summary>
internal sealed class NewWins
{
    private readonly ImmutableArray<double> _upTo;
    private readonly int _fewest;
    private readonly ImmutableArray<(double UpTo, decimal Amount)> _amounts;

    private NewWins(GammaPoisson rate, double horizon, ImmutableArray<(double UpTo, decimal Amount)> amounts)
    {
        Expected = rate.Rate * horizon;
        _amounts = amounts;
        (_fewest, _upTo) = Cumulative(rate.Shape, horizon / (rate.Exposure + horizon));
    }

    private NewWins() => (_upTo, _amounts) = ([1], []);

    public static NewWins None { get; } = new();

    public double Expected { get; }

    public static NewWins Of(string currency, double horizon, RepBook book, DateTimeOffset asOf)
    {
        DateTimeOffset from = asOf.AddDays(-BookHead.ClosedKeptDays);
        (double Part, decimal Amount)[] wins =
        [
            .. book.Head.Closed.Where(one => one.Outcome == Outcome.Won && one.ClosedAt > from && one.ClosedAt <= asOf && one.Amount?.Currency == currency)
                .Select(one => (Part(one.ClosedAt - one.CreatedAt, horizon), one.Amount!.Value.Amount)),
        ];
        double days = (asOf - Max(from, FirstKnown(book))).TotalDays;
        if (wins.Length == 0 || days <= 0)
        {
            return None;
        }

        Counted own = new(wins.Sum(win => win.Part), days);
        GammaPoisson rate = GammaPrior.ByMoments([Others(currency, horizon, book)]) is { } prior ? GammaPoisson.Of(prior, own) : new GammaPoisson(own.Events, own.Exposure);
        return rate.Shape > 0 ? new NewWins(rate, horizon, Amounts(wins)) : None;
    }

    /// <summary>Of given wins and days alone.</summary>
    internal static NewWins Of(GammaPoisson rate, double horizon, params ReadOnlySpan<decimal> amounts)
    {
        (double, decimal)[] wins = [.. amounts.ToArray().Select(amount => (1.0, amount))];
        return new NewWins(rate, horizon, Amounts(wins));
    }

    /// <param name="share">Drawn evenly from 0 to 1.</param>
    public int Count(double share)
    {
        int at = _upTo.BinarySearch(share);
        return _fewest + Math.Min(at < 0 ? ~at : at + 1, _upTo.Length - 1);
    }

    /// <param name="share">Drawn evenly from 0 to 1.</param>
    public decimal Amount(double share)
    {
        int low = 0;
        int high = _amounts.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _amounts[middle].UpTo > share ? (low, middle) : (middle + 1, high);
        }

        return _amounts[low].Amount;
    }

    private static double Part(TimeSpan? took, double horizon) => took is { } time && time >= TimeSpan.Zero ? Math.Max(0, 1 - (time.TotalDays / horizon)) : 0;

    private static Counted Others(string currency, double horizon, RepBook book)
    {
        QuickWins team = book.Team.Bookings.GetValueOrDefault(currency, Bookings.None).Quick;
        QuickWins own = book.Head.Record.Bookings.GetValueOrDefault(currency, Bookings.None).Quick;
        double days = team.RepDays - own.RepDays;
        return days <= 0 ? default : new Counted(Math.Max(0, Parts(team, horizon) - Parts(own, horizon)), days);
    }

    private static double Parts(QuickWins wins, double horizon) => wins.ByWeeks.Select((count, week) => count * Math.Max(0, 1 - (7 * (week + 0.5) / horizon))).Sum();

    private static DateTimeOffset FirstKnown(RepBook book)
    {
        DateTimeOffset first = book.Snapshot.TakenAt;
        foreach (ClosedOpportunity one in book.Head.Closed)
        {
            first = Min(first, one.CreatedAt < one.ClosedAt ? one.CreatedAt.Value : one.ClosedAt);
        }

        return book.Open.Aggregate(first, (known, deal) => Min(known, deal.Details.CreatedAt ?? known));
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static ImmutableArray<(double UpTo, decimal Amount)> Amounts((double Part, decimal Amount)[] wins)
    {
        bool quick = wins.Count(win => win.Part > 0) >= Landmark.FewestClosed;
        double all = quick ? wins.Sum(win => win.Part) : wins.Length;
        double upTo = 0;
        return [.. wins.Where(win => !quick || win.Part > 0).OrderBy(win => win.Amount).ThenBy(win => win.Part).Select(win => (upTo += (quick ? win.Part : 1) / all, win.Amount))];
    }

    /// <summary>P(at most k) of the negative binomial, from its fewest likely number on: built from its peak, for its own P(0) may be too small a number.</summary>
    /// <param name="more">P(k + 1) is P(k) (size + k) / (k + 1) times this.</param>
    private static (int Fewest, ImmutableArray<double> UpTo) Cumulative(double size, double more)
    {
        const double Least = 1e-12;
        int peak = (int)Math.Max(0, (size - 1) * more / (1 - more));
        List<double> above = [1];
        for (int k = peak; above[^1] > Least; k++)
        {
            above.Add(above[^1] * (size + k) / (k + 1) * more);
        }

        List<double> below = [];
        double next = 1;
        for (int k = peak; k > 0 && next > Least; k--)
        {
            next *= k / ((size + k - 1) * more);
            below.Add(next);
        }

        below.Reverse();
        double all = below.Sum() + above.Sum();
        double upTo = 0;
        return (peak - below.Count, [.. below.Concat(above).Select(weight => upTo += weight / all)]);
    }
}
