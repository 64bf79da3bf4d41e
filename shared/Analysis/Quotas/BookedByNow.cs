using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Quotas;

/// <summary>
/// How much of a period's bookings the team has by this day of it: the mean of the shares of its past periods, in the quota's currency.
/// A day counts by the part of its period that is over with it, since periods differ by a day or two.
/// </summary>
/// <param name="Share">To two places.</param>
/// <param name="Periods">Past periods that it is the mean of.</param>
public sealed record BookedByNow(double Share, int Periods)
{
    /// <summary>A year of quarters, so that no single season decides.</summary>
    public const int FewestPeriods = 4;

    private const int MostPeriods = 8;

    /// <returns>Null where the quota's period is neither a fiscal quarter nor a fiscal month, or the past is too short.</returns>
    internal static BookedByNow? Of(Quota quota, RepBook book, AnalysisContext context)
    {
        if (PeriodsLike(quota, context.Fiscal) is not { } periodOf || !book.Team.Bookings.TryGetValue(quota.Target.Currency, out Bookings? bookings) || bookings.Days.IsEmpty)
        {
            return null;
        }

        double gone = (double)(context.Today.DayNumber - quota.From.DayNumber + 1) / (quota.To.DayNumber - quota.From.DayNumber + 1);
        List<double> shares = [];
        int wins = 0;
        (DateOnly first, DateOnly last) = periodOf(quota.From.AddDays(-1));

        // A period that the first booking on record came in may have begun without a record.
        for (; first >= bookings.Days[0].On && shares.Count < MostPeriods; (first, last) = periodOf(first.AddDays(-1)))
        {
            DateOnly upTo = first.AddDays((int)Math.Round(gone * (last.DayNumber - first.DayNumber + 1)) - 1);
            BookedDay[] days = [.. bookings.Days.Where(day => day.On >= first && day.On <= last)];
            decimal all = days.Sum(day => day.Amount);
            if (all > 0)
            {
                wins += days.Sum(day => day.Count);
                shares.Add((double)(days.Where(day => day.On <= upTo).Sum(day => day.Amount) / all));
            }
        }

        return shares.Count >= FewestPeriods && wins >= FewestPeriods * Landmark.FewestClosed ? new BookedByNow(Math.Round(shares.Average(), 2), shares.Count) : null;
    }

    private static Func<DateOnly, (DateOnly First, DateOnly Last)>? PeriodsLike(Quota quota, FiscalCalendar fiscal) =>
        fiscal.QuarterOf(quota.From) == (quota.From, quota.To) ? fiscal.QuarterOf
        : fiscal.PeriodOf(quota.From) == (quota.From, quota.To) ? fiscal.PeriodOf
        : null;
}
