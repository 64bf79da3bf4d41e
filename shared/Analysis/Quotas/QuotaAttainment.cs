using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Quotas;

/// <summary>How a rep stands against the quota whose period holds the as-of day. Only amounts in the quota's currency count.</summary>
/// <param name="Open">Open opportunities that are expected to close by the period's end.</param>
/// <param name="OtherCurrencies">Won or expected in the period, but in another currency, so left out of the sums.</param>
public sealed record QuotaAttainment(DateOnly From, DateOnly To, Money Target, decimal Closed, int ClosedCount, decimal Open, int OpenCount, int OtherCurrencies)
{
    /// <summary>Share of the target that is closed, to four places; null for a target of zero.</summary>
    public decimal? Attained => Target.Amount == 0 ? null : decimal.Round(Closed / Target.Amount, 4);

    /// <summary>Null where too little is known of the team's past periods: then the days tell how far the period is.</summary>
    public BookedByNow? Usually { get; init; }

    /// <summary>Null in a pair of an older version, and where nothing remains.</summary>
    public QuotaOutlook? Outlook { get; init; }

    public decimal Remaining => Math.Max(0, Target.Amount - Closed);

    public static ImmutableArray<QuotaAttainment> Of(ImmutableArray<Quota> quotas, RepBook book, AnalysisContext context)
    {
        WinChances chances = new(book);
        return [.. quotas.Where(quota => quota.Covers(context.Today)).Select(quota => Of(quota, book, chances, context))];
    }

    private static QuotaAttainment Of(Quota quota, RepBook book, WinChances chances, AnalysisContext context)
    {
        Money?[] won =
        [
            .. book.Head.Closed
                .Where(one => one.Outcome == Outcome.Won && one.ClosedAt <= context.AsOf && quota.Covers(context.DayOf(one.ClosedAt)))
                .Select(one => one.Amount),
        ];
        Money?[] open = [.. book.Open.Where(one => one.Now!.CloseDate is { } due && due <= quota.To).Select(one => one.Now!.Amount)];
        decimal closed = Sum(won, quota.Target.Currency);
        return new QuotaAttainment(
            quota.From, quota.To, quota.Target,
            closed, won.Length,
            Sum(open, quota.Target.Currency), open.Length,
            won.Concat(open).Count(money => money is { } amount && amount.Currency != quota.Target.Currency))
        {
            Usually = BookedByNow.Of(quota, book, context),
            Outlook = closed >= quota.Target.Amount ? null : QuotaForecast.Of(quota, closed, book, chances, context).ToOutlook(context.QuotaLabels),
        };
    }

    private static decimal Sum(IEnumerable<Money?> amounts, string currency) =>
        amounts.OfType<Money>().Where(money => money.Currency == currency).Sum(money => money.Amount);
}
