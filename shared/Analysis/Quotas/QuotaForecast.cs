using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Analysis.Quotas;

/// <summary>What is known of the rest of a quota's period, before it is rounded to what may be claimed.</summary>
/// <param name="Open">Those of the open deals that something is known of.</param>
internal sealed record QuotaForecast(Quota Quota, decimal Missing, ImmutableArray<Prospect> Open, int OpenCount, NewWins New, double? Chance)
{
    public static QuotaForecast Of(Quota quota, decimal closed, RepBook book, WinChances chances, AnalysisContext context)
    {
        DateTimeOffset end = TimeZones.ToUtc(context.TimeZone, quota.To.AddDays(1), TimeOnly.MinValue);
        double days = (end - context.AsOf).TotalDays;
        string currency = quota.Target.Currency;
        ImmutableArray<Prospect> open = [.. book.Open.Select(deal => Prospect.Of(deal, currency, days, chances, book, context.AsOf)).OfType<Prospect>()];
        NewWins fresh = NewWins.Of(currency, days, book, context.AsOf);
        decimal missing = quota.Target.Amount - closed;
        bool known = missing <= 0 || (book.Company.Reps.Sum(rep => rep.Won + rep.Lost) >= Landmark.FewestClosed && 2 * open.Length >= book.Open.Count(deal => deal.Now!.Amount?.Currency == currency));
        return new QuotaForecast(quota, missing, open, book.Open.Length, fresh, known ? QuotaDraws.Chance(missing, open, fresh, QuotaDraws.For(book.Head.Rep, quota, book.Snapshot.TakenAt)) : null);
    }

    public QuotaOutlook ToOutlook(QuotaLabels labels)
    {
        Prospect[] due = [.. Open.Where(deal => deal.CloseDate <= Quota.To)];
        return new QuotaOutlook(
            due.Length == 0 ? null : TwoDigits(due.Sum(deal => (decimal)deal.Won * deal.Amount)),
            Chance is { } chance ? Math.Round(chance * 10, MidpointRounding.AwayFromZero) / 10 : null,
            Open.Length, OpenCount - Open.Length, Math.Round(New.Expected, 1))
        {
            Labels = labels,
        };
    }

    private static decimal TwoDigits(decimal amount)
    {
        decimal unit = 1;
        while (Math.Abs(amount) / unit >= 100)
        {
            unit *= 10;
        }

        return decimal.Round(amount / unit) * unit;
    }
}
