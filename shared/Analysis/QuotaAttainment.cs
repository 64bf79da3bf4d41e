using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>How a rep stands against the quota whose period holds the as-of day. Only amounts in the quota's currency count.</summary>
/// <param name="Open">Open opportunities that are expected to close by the period's end.</param>
/// <param name="OtherCurrencies">Won or expected in the period, but in another currency, so left out of the sums.</param>
public sealed record QuotaAttainment(DateOnly From, DateOnly To, Money Target, decimal Closed, int ClosedCount, decimal Open, int OpenCount, int OtherCurrencies)
{
    /// <summary>Share of the target that is closed, to four places; null for a target of zero.</summary>
    public decimal? Attained => Target.Amount == 0 ? null : decimal.Round(Closed / Target.Amount, 4);

    public decimal Remaining => Math.Max(0, Target.Amount - Closed);

    public static ImmutableArray<QuotaAttainment> Of(ImmutableArray<Quota> quotas, RepBook book, AnalysisContext context) =>
        [.. quotas.Where(quota => quota.Covers(context.Today)).Select(quota => Of(quota, book, context))];

    private static QuotaAttainment Of(Quota quota, RepBook book, AnalysisContext context)
    {
        Money?[] won =
        [
            .. book.Head.Closed
                .Where(one => one.Outcome == Outcome.Won && one.ClosedAt <= context.AsOf && quota.Covers(context.DayOf(one.ClosedAt)))
                .Select(one => one.Amount),
        ];
        Money?[] open = [.. book.Open.Where(one => one.Now!.CloseDate is { } due && due <= quota.To).Select(one => one.Now!.Amount)];
        return new QuotaAttainment(
            quota.From, quota.To, quota.Target,
            Sum(won, quota.Target.Currency), won.Length,
            Sum(open, quota.Target.Currency), open.Length,
            won.Concat(open).Count(money => money is { } amount && amount.Currency != quota.Target.Currency));
    }

    private static decimal Sum(IEnumerable<Money?> amounts, string currency) =>
        amounts.OfType<Money>().Where(money => money.Currency == currency).Sum(money => money.Amount);
}
